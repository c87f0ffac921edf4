"""What a person brings and corrects."""

from preceptor.resumes.forms.record import CorrectionForm, ResumeForm, UndoForm

__all__ = ["CorrectionForm", "ResumeForm", "UndoForm"]
