package io.sfumato.data.emoji;

/**
 * One drawing of a set.
 *
 * @param name its name in the set
 * @param body what stands between {@code <svg>} and {@code </svg>}
 * @param view the part of the plane it fills
 */
record Icon(String name, String body, ViewPort view) {}
