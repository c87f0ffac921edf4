from __future__ import annotations

from preceptor.common.forms import BroughtForm, document_file, document_text


class PostingForm(BroughtForm):
    """A posting or a need as somebody wrote it, pasted or as a file."""

    asks_again = ("text", "Paste the text of a posting first, or choose a file.")

    text = document_text(
        label="The posting, as it is",
        help_text="Title, duties and what you ask for; the whole text reads best.",
        rows=8,
    )
    file = document_file(
        label="Or the posting as a file",
        kinds="PDF, DOCX, text or Markdown",
        endings=".pdf,.docx,.txt,.md",
    )
