"""What happened and what to do, for the errors of documents and exports."""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, text

_OTHERS = Message(
    # Translators: what can be read aloud.
    text("PDF, EPUB, DOCX, ODT, HTML, Markdown, plain text, pictures and scans can be read."),
    # Translators: brief hint: what can be read aloud.
    text("PDF, EPUB, DOCX and text can be read, for example."),
)
_AGAIN = Message(
    # Translators: hint after a document was given up.
    text("Open it once more; where that fails again, the file itself is at fault."),
    # Translators: brief hint after a document was given up.
    text("Open it once more."),
)
_ELSEWHERE = Message(
    # Translators: hint: a file can't be saved.
    text("Choose another folder or name."),
)

DOCUMENT_ERRORS = {
    "document": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} can't be read.")),
        _OTHERS,
    ),
    "document_unreadable": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} is broken: no page of it can be read.")),
        # Translators: hint: what to do with a broken document.
        Message(text("Get it once more from where it came.")),
    ),
    "document_unknown": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The file {name} is of no kind that can be read aloud.")),
        _OTHERS,
    ),
    "document_locked": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} is locked with a password.")),
        # Translators: hint: open a locked document.
        Message(text("Open it in SeeSay's book window, which asks for the password.")),
    ),
    "document_locked:yes": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("That is not the password of {name}.")),
        # Translators: hint after a wrong password.
        Message(text("Enter it once more.")),
    ),
    "document_protected": ErrorMessage(
        # Translators: {name} is a file's name; its shop lets only its own programs open it.
        Message(text("The document {name} is protected by its shop and can be opened by the shop's programs only.")),
        # Translators: hint for a document with a shop's protection.
        Message(text("Ask the shop for a copy without protection.")),
    ),
    "document_protected:program": ErrorMessage(
        # Translators: {name} is a file's name; the word processor that wrote it has encrypted it.
        Message(text("The document {name} is encrypted by the program that wrote it, and SeeSay can't decrypt it.")),
        # Translators: hint for a document that its word processor has encrypted.
        Message(text("Open it in that program and save a copy without a password.")),
    ),
    "document_too_large": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} unfolds to more than is safe to read.")),
        # Translators: hint: a document that may be an attack.
        Message(text("Don't trust it unless you know where it comes from.")),
    ),
    "document_empty": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} holds nothing to read.")),
        # Translators: hint for an empty document.
        Message(text("Check whether it is the right file.")),
    ),
    "document_stalled": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The document {name} took too long to be read and was given up.")),
        _AGAIN,
    ),
    "document_reader_died": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("Reading the document {name} ended unexpectedly.")),
        _AGAIN,
    ),
    "page_unreadable": ErrorMessage(
        # Translators: {page} is a page's number.
        Message(text("Page {page} can't be read.")),
        # Translators: hint for one broken page of a document.
        Message(text("The other pages can.")),
    ),
    "page_missing": ErrorMessage(
        # Translators: {page} is the wanted page's number, {pages} the number of pages.
        Message(text("There is no page {page}.")),
        # Translators: hint: {pages} is the number of the document's last page.
        Message(text("Its pages are 1 to {pages}.")),
    ),
    "no_document": ErrorMessage(
        # Translators: a key of the reader was pressed, but nothing is open.
        Message(text("No document is open.")),
        # Translators: hint: open a document.
        Message(text("Press Control O in the book window to open one.")),
    ),
    "no_clipboard_text": ErrorMessage(
        # Translators: the user wants to hear what is in the clipboard.
        Message(text("The clipboard holds neither text nor a picture.")),
        # Translators: hint: fill the clipboard.
        Message(text("Copy what you want to hear, then try again.")),
    ),
    "export": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("The file {name} can't be saved.")),
        _ELSEWHERE,
    ),
    "export_failed": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("The file {name} can't be saved.")),
        _ELSEWHERE,
    ),
    "export_failed:full": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("There is no room on the disk for {name}.")),
        # Translators: hint: what was saved so far is kept.
        Message(text("Make room and save again; it goes on where it was left.")),
    ),
    "export_failed:forbidden": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("You may not write {name} there.")),
        # Translators: hint: a file can't be saved.
        Message(text("Choose another folder.")),
    ),
    "export_unknown": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("The ending of {name} is none that SeeSay can save.")),
        # Translators: hint: the endings of files that can be saved; don't translate them.
        Message(text("It saves .wav, .opus, .mp3, .txt and .pdf.")),
    ),
    "export_needs_pages": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("The file {name} can't be saved: only scans, pictures and PDF files can become a PDF.")),
        # Translators: hint: the document can't be saved as PDF.
        Message(text("Save it as text or as sound.")),
    ),
    "export_busy": ErrorMessage(
        # Translators: {name} is the wanted file's name.
        Message(text("The file {name} is being saved already.")),
        # Translators: hint: a file is being saved.
        Message(text("Wait until it is done, or choose another name.")),
    ),
}
