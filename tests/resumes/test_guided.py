from datetime import date

import pytest
from django.urls import reverse
from tests.factories import MONDAY, NURSE, make_job, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_user, sign_in

from preceptor.accounts.models import Person
from preceptor.accounts.queries import VISITOR_KEY
from preceptor.common.models import LogEntry
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.resumes.forms.guided import _OTHER, QuestionForm
from preceptor.resumes.models import Correction, GuidedAnswers, Resume
from preceptor.resumes.queries.guided import TICKS, WORK, load_form, next_key, said_of, written_out
from preceptor.resumes.services.guided import answer_question, write_record

pytestmark = pytest.mark.django_db

ANSWERS = {
    "work": {"ticked": ["work-training"], "title": "EHR Trainer"},
    "teaching": {"ticked": ["end-user-training", "training-materials"], "level": 4},
    "systems": {"ticked": ["epic-ehr"], "level": None},
    "certificates": {"ticked": ["rn"], "level": None},
    "home": {"zip": "04330", "is_willing_to_move": True},
    "permit": {"right_to_work": "yes"},
    "education": {"level": "bachelor"},
    "years": {"clinical": 6.0, "it": 2.5},
    "available": {"on": "2027-01-04", "displaced_from": "Harrow Medical Systems"},
    "languages": {"codes": ["en", "es"]},
    "security": None,
}


@pytest.fixture
def vocabulary(db):
    make_vocabulary()


def answered(person, answers=ANSWERS):
    for key, answer in answers.items():
        guided = answer_question(person=person, key=key, answer=answer, by=None, now=MONDAY)
    return guided


def test_every_option_stands_for_a_competency_and_every_question_for_a_kind():
    form, known = load_form(), load_vocabulary().by_id

    assert len({question.key for question in form.questions}) == len(form.questions)
    for question in form.questions:
        assert question.kind in {TICKS, WORK, *_OTHER}
        assert len(question.options) <= (8 if question.kind == TICKS else 20)
        assert [option.key for option in question.options if option.key not in known] == []
    assert form.most == 12


def test_the_form_writes_the_record_that_a_resume_would(vocabulary):
    person = make_person()

    resume = write_record(guided=answered(person), by=None, now=MONDAY)

    person.refresh_from_db()
    held = {
        row.competency.slug: (row.level, row.is_from_correction)
        for row in person.evidence.select_related("competency")
    }
    assert held["end-user-training"] == (4, True)
    assert held["epic-ehr"] == (None, True)
    assert held["rn"] == (None, True)
    assert held["work-training"] == (None, True)
    record = person.record
    assert (record.quarters_clinical, record.quarters_it, record.quarters_records) == (24, 10, None)
    assert record.education == 4
    assert (person.city, person.zip_code, person.is_willing_to_move) == ("Augusta", "04330", True)
    assert (person.right_to_work, person.available_on) == ("yes", date(2027, 1, 4))
    assert (person.languages, person.displaced_from) == (["en", "es"], "Harrow Medical Systems")
    assert resume.headline == "EHR Trainer"
    assert resume.roles[0]["role"] == "trainer"
    assert "- Trained people on a system\n" in resume.document.text
    for reason in resume.roles[0]["because"]:
        start, end = reason["span"]
        assert resume.document.text[start:end] == reason["text"]


def test_what_was_skipped_stays_not_stated(vocabulary):
    person = make_person()
    Person.objects.filter(pk=person.pk).update(right_to_work="")
    guided = answered(person, {"work": ANSWERS["work"], "permit": None, "years": None})

    write_record(guided=guided, by=None, now=MONDAY)

    person.refresh_from_db()
    assert person.right_to_work == ""
    assert person.languages is None
    assert person.record.quarters_clinical is None
    assert person.record.education == 0


def test_an_answer_taken_back_takes_back_what_it_wrote(vocabulary):
    person = make_person()
    first = write_record(guided=answered(person), by=None, now=MONDAY)
    guided = answered(person, {"systems": {"ticked": [], "level": None}})

    again = write_record(guided=guided, by=None, now=MONDAY)

    assert again == first
    assert Resume.objects.count() == 1
    assert not person.evidence.filter(competency__slug="epic-ehr").exists()
    assert person.evidence.filter(competency__slug="rn").exists()


def test_what_the_person_corrected_themselves_is_left_alone(vocabulary):
    person = make_person()
    write_record(guided=answered(person), by=None, now=MONDAY)
    Correction.objects.create(
        person=person,
        kind="competency",
        subject="sql",
        action=Correction.Action.ADD,
        value={"level": 3},
        made_at=MONDAY,
    )

    write_record(guided=answered(person, {"systems": None}), by=None, now=MONDAY)

    assert person.evidence.filter(competency__slug="sql", level=3).exists()


def test_a_resume_brought_before_goes_on_counting_with_the_answers_on_top(vocabulary):
    person = make_person()
    brought = make_resume(person=person, text=NURSE)
    count = person.evidence.count()

    resume = write_record(
        guided=answered(person, {"languages": {"codes": ["es"]}, "teaching": ANSWERS["teaching"]}),
        by=None,
        now=MONDAY,
    )

    assert resume == brought
    assert Resume.objects.count() == 1
    slugs = set(person.evidence.values_list("competency__slug", flat=True))
    assert {"training-materials", "patient-care"} <= slugs
    assert person.evidence.count() > count


def test_the_better_word_on_a_competency_ticked_twice_counts():
    said = said_of(
        {
            "support": {"ticked": ["help-desk"], "level": 2},
            "office": {"ticked": ["help-desk"], "level": 4},
            "gone": {"ticked": ["unheard-of"]},
        }
    )

    assert said.held == {"help-desk": 4}


def test_written_out_answers_read_as_what_they_say():
    out = written_out({"support": {"ticked": ["help-desk"], "level": 3}}, as_of=MONDAY.date())

    assert out.text == "SKILLS\n- Answered a help desk\n"
    assert out.headline == ""
    assert out.roles[0].role in ("tech_support", "not_health_it")


def test_each_next_question_depends_on_the_answers_alone(vocabulary):
    assert next_key({}) == "work"
    assert next_key({"work": None}) != "work"
    full = {question.key: None for question in load_form().questions[:12]}
    assert next_key(full) is None


def test_a_visitor_goes_through_the_form_to_their_advice(client, vocabulary):
    make_job()
    page = client.get(reverse("resumes:form"))
    assert Person.objects.count() == 0
    address, asked = page.context["next"], []
    while address.rstrip("/") != reverse("resumes:form").rstrip("/"):
        question = client.get(address).context["question"]
        asked.append(question.key)
        sent = {"do": "skip"}
        if question.kind == WORK:
            sent = {"do": "next", "work": "work-it-support", "title": "Help Desk Technician"}
        elif question.key == "support":
            sent = {"do": "next", "ticked": ["help-desk", "desktop-support"], "level": "3"}
        elif question.key == "home":
            sent = {"do": "next", "zip": "04401", "moves": "no"}
        address = client.post(address, sent).url

    assert len(asked) == 12
    assert asked[-2:] == ["available", "languages"]
    answer = client.post(reverse("resumes:form_finish"))
    resume = Resume.objects.get()
    assert answer.url == reverse("matches:advice", args=[resume.public_id])
    advice = client.get(answer.url).content.decode()
    assert "You are nearest to technical and software support specialist" in advice
    assert client.session[VISITOR_KEY] == str(resume.person.public_id)
    assert resume.person.city == "Bangor"


def test_the_form_goes_on_where_it_was_left(client, vocabulary):
    client.post(
        reverse("resumes:form_question", args=["home"]), {"do": "next", "zip": "04330", "moves": ""}
    )

    page = client.get(reverse("resumes:form")).content.decode()
    question = client.get(reverse("resumes:form_question", args=["home"])).content.decode()

    assert "You answered 1 of about 12 questions" in page
    assert 'value="04330"' in question


def test_an_answer_that_cannot_be_is_said_so_and_nothing_typed_is_lost(client, vocabulary):
    answer = client.post(
        reverse("resumes:form_question", args=["years"]),
        {"do": "next", "clinical": "many", "it": "3"},
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Give the years as a number, such as 2.5." in page
    assert 'value="many"' in page
    assert GuidedAnswers.objects.count() == 0


def test_a_form_without_answers_writes_nothing(client, vocabulary):
    answer = client.post(reverse("resumes:form_finish"))

    assert answer.url == reverse("resumes:form")
    assert Resume.objects.count() == 0
    assert client.get(reverse("resumes:form_question", args=["no-such"])).status_code == 404


def test_who_is_signed_in_answers_on_their_own_page(client, vocabulary):
    assert client.get(reverse("resumes:my_form")).status_code == 302
    user = make_user()
    sign_in(client, user)

    client.post(reverse("resumes:my_form_question", args=["permit"]), {"right_to_work": "yes"})
    answer = client.post(reverse("resumes:my_form_finish"))

    assert GuidedAnswers.objects.get().person.user == user
    assert answer.url.startswith("/advice/")


def test_no_answer_of_the_log_says_what_was_answered(vocabulary):
    write_record(guided=answered(make_person()), by=None, now=MONDAY)

    for entry in LogEntry.objects.filter(kind__startswith="resumes.question"):
        assert set(entry.details) == {"question", "is_skipped"}


@pytest.mark.parametrize("question", load_form().questions, ids=lambda question: question.key)
def test_every_question_can_be_shown_and_sent_empty(question):
    form = QuestionForm({}, question=question)

    if form.is_valid():
        assert isinstance(form.said, dict)
    else:
        assert question.kind in (WORK, "permit", "education")


def test_who_answers_too_often_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr("preceptor.common.limits.take", lambda *_: False)
    key = load_form().questions[0].key

    assert client.post(f"/advice/form/{key}/", {"do": "skip"}).status_code == 429
    assert Person.objects.count() == 0


def test_the_button_clicked_twice_writes_one_resume(vocabulary):
    person = make_person()
    answered(person)
    first, second = (GuidedAnswers.objects.get(person=person) for _ in range(2))

    made = [write_record(guided=each, by=None, now=MONDAY) for each in (first, second)]

    assert made[0] == made[1] == Resume.objects.get()
