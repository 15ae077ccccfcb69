package io.sfumato.cli;

/**
 * What guidance does.
 *
 * @param negative what it steers away from, in words; empty for "anything"
 * @param guidance its scale; 1 is none
 */
record Steering(String negative, double guidance) {
    /** There is none. */
    static final Steering NONE = new Steering("", 1);
}
