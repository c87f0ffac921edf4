"""What a person brings and corrects."""

from preceptor.resumes.forms.record import CorrectionForm, ResumeForm

__all__ = ["CorrectionForm", "ResumeForm"]
