package io.sfumato.data;

/** In which order entries come, without end: every entry once an epoch. Belongs to one thread. */
public interface Order {
    /** The entry at a position of the endless sequence, from 0. */
    int at(long position);
}
