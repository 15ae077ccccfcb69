package io.sfumato.image;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The text chunks of PNG files: {@code tEXt} for what Latin-1 can say, {@code iTXt} for the rest. */
final class PngText {
    private static final String PNG = "javax_imageio_png_1.0";
    private static final int LONGEST_KEYWORD = 79; // PNG specification, 11.3.4.2

    private PngText() {}

    static void checkKeyword(String keyword) {
        if (keyword.isBlank() || keyword.length() > LONGEST_KEYWORD || !isLatin(keyword)) {
            throw new ImageException(
                    "PNG keyword is '" + keyword + "', expected 1 to " + LONGEST_KEYWORD + " Latin-1 characters");
        }
    }

    /** Adds chunks to what will be written. */
    static void put(Map<String, String> text, IIOMetadata metadata) throws IIOInvalidTreeException {
        IIOMetadataNode plain = new IIOMetadataNode("tEXt");
        IIOMetadataNode international = new IIOMetadataNode("iTXt");
        text.forEach((keyword, value) -> {
            if (isLatin(value)) {
                plain.appendChild(plainEntry(keyword, value));
            } else {
                international.appendChild(internationalEntry(keyword, value));
            }
        });
        IIOMetadataNode root = new IIOMetadataNode(PNG);
        root.appendChild(plain);
        root.appendChild(international);
        metadata.mergeTree(PNG, root);
    }

    /** The text of every chunk, of whichever kind. */
    static Map<String, String> of(IIOMetadata metadata) {
        Map<String, String> text = new LinkedHashMap<>();
        Element root = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList entries = root.getElementsByTagName("TextEntry");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            text.putIfAbsent(entry.getAttribute("keyword"), entry.getAttribute("value"));
        }
        return text;
    }

    private static IIOMetadataNode plainEntry(String keyword, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", value);
        return entry;
    }

    private static IIOMetadataNode internationalEntry(String keyword, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", value);
        return entry;
    }

    /** Printable Latin-1 and line feeds, as the specification has it. */
    private static boolean isLatin(String value) {
        return value.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xff));
    }
}
