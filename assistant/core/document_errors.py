"""The errors of documents and their exports. Take them from `core.errors`, which has all."""

from __future__ import annotations

from assistant.core.error_base import SeeSayError
from assistant.core.source_errors import SourceError


class DocumentError(SourceError):
    """A document can't be read; `name` is its file's name."""

    code = "document"


class DocumentUnreadable(DocumentError):
    """It is broken: no page of it can be read; `name` is its file's name."""

    code = "document_unreadable"


class DocumentUnknown(DocumentError):
    """It is of no kind that can be read; `name` is its file's name."""

    code = "document_unknown"


class DocumentLocked(DocumentError):
    """It wants a password; `name` is its file's name, `is_wrong` "yes" where the given one was wrong."""

    code = "document_locked"


class DocumentProtected(DocumentError):
    """It is encrypted in a way that no password opens; `name` is its file's name.

    `how` is "program" where the program that wrote it did that; otherwise it was a shop.
    """

    code = "document_protected"


class DocumentTooLarge(DocumentError):
    """It unfolds to more than is safe to read; `name` is its file's name."""

    code = "document_too_large"


class DocumentEmpty(DocumentError):
    """It holds nothing to read; `name` is its file's name."""

    code = "document_empty"


class DocumentStalled(DocumentError):
    """It took too long to be read and was given up; `name` is its file's name."""

    code = "document_stalled"


class DocumentReaderDied(DocumentError):
    """The process that reads it ended by itself; `name` is its file's name."""

    code = "document_reader_died"


class PageUnreadable(DocumentError):
    """Page `page` can't be read; the others can."""

    code = "page_unreadable"


class PageMissing(DocumentError):
    """There is no page `page`, only 1 to `pages`."""

    code = "page_missing"


class NoDocument(DocumentError):
    """No document is open."""

    code = "no_document"


class NoClipboardText(DocumentError):
    """The clipboard holds neither text nor a picture."""

    code = "no_clipboard_text"


class ExportError(SeeSayError):
    """Nothing could be saved; `name` is the wanted file's name."""

    code = "export"
    exit_code = 3


class ExportFailed(ExportError):
    """The file can't be written; `name` is its name, `why` one of full, forbidden, folder, broken."""

    code = "export_failed"


class ExportUnknown(ExportError):
    """The ending of `name` is none that can be saved."""

    code = "export_unknown"


class ExportNeedsPages(ExportError):
    """Only scans, pictures and PDF files can become a PDF; `name` is the wanted file's name."""

    code = "export_needs_pages"


class ExportBusy(ExportError):
    """The same file is being saved already; `name` is its name."""

    code = "export_busy"
