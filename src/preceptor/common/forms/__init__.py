"""Forms that many pages share."""

from preceptor.common.forms.brought import BroughtForm, document_file, document_text
from preceptor.common.forms.example import ExampleForm

__all__ = ["BroughtForm", "ExampleForm", "document_file", "document_text"]
