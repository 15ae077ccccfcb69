package io.sfumato.tensor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keeps a file from being read or written, in words: many exceptions of the file system say nothing but its name. */
public final class FileTrouble {
    /** Java's older classes append the system's words to the name. */
    private static final Pattern SYSTEM_WORDS = Pattern.compile("(?s).*\\((.+)\\)");

    private FileTrouble() {}

    /** The end of a sentence that begins with the file's name. */
    public static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied. Who owns it, and may you use it?";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "a file is where a folder should be";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (e instanceof FileSystemLoopException) {
            return "its links form a circle";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        return inSystemWords(e);
    }

    private static String inSystemWords(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return known(system.getReason());
        }
        String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        Matcher words = SYSTEM_WORDS.matcher(message);
        return known(e instanceof FileNotFoundException && words.matches() ? words.group(1) : message);
    }

    private static String known(String words) {
        return switch (words) {
            case "Is a directory" -> "it is a folder, expected a file";
            case "No such file or directory" -> "there is no such file";
            case "Not a directory" -> "a file is where a folder should be";
            case "Permission denied" -> "access denied. Who owns it, and may you use it?";
            default -> words;
        };
    }
}
