"""Forms that many pages share."""

from preceptor.common.forms.brought import BroughtForm, document_file, document_text
from preceptor.common.forms.example import ExampleForm
from preceptor.common.forms.zip_code import place_typed

__all__ = ["BroughtForm", "ExampleForm", "document_file", "document_text", "place_typed"]
