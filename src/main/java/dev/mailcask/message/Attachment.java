package dev.mailcask.message;

/// A part of a message that is not its text. [PartReader] gives its bytes.
///
/// @param part the index of the part, by which it is read
/// @param name the file name without any directories, empty where there is none
/// @param type the media type in lower case
/// @param size bytes after decoding, estimated for encoded ones to a few percent
/// @param contentId by which HTML refers to it, empty where there is none
/// @param inline whether it belongs to the text, as an image in it or a signature of it does
public record Attachment(
    int part, String name, String type, long size, String contentId, boolean inline) {}
