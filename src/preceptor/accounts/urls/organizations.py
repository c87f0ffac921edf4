from django.urls import URLPattern, path

from preceptor.accounts.views import members, organizations, verifying

urlpatterns: list[URLPattern] = [
    path("o/new/", organizations.new, name="organization_new"),
    path("o/<slug:slug>/", organizations.organization, name="organization"),
    path("o/<slug:slug>/edit/", organizations.edit, name="organization_edit"),
    path("o/<slug:slug>/sites/new/", organizations.new_site, name="site_new"),
    path("o/<slug:slug>/sites/<uuid:site_id>/", organizations.edit_site, name="site"),
    path("o/<slug:slug>/sites/<uuid:site_id>/remove/", organizations.drop_site, name="site_remove"),
    path("o/<slug:slug>/members/", members.members, name="members"),
    path("o/<slug:slug>/members/invite/", members.ask, name="invite"),
    path("o/<slug:slug>/members/<uuid:user_id>/", members.member, name="member"),
    path("o/<slug:slug>/members/<uuid:user_id>/remove/", members.remove, name="member_remove"),
    path("o/<slug:slug>/leave/", members.leave, name="member_leave"),
    path(
        "o/<slug:slug>/invitations/<uuid:invitation_id>/resend/",
        members.resend,
        name="invitation_resend",
    ),
    path(
        "o/<slug:slug>/invitations/<uuid:invitation_id>/withdraw/",
        members.withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("steward/organizations/", verifying.queue, name="verifying"),
    path("steward/organizations/<slug:slug>/", verifying.look, name="verifying_look"),
]
