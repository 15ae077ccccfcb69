package io.sfumato.condition.text;

/** Whether one vector stands for the whole text beside its tokens. */
public enum Pooling {
    /** Tokens only, as in the reference. */
    NONE,
    /** The vector of the first token, which is the same in every text and so free to sum it up. */
    FIRST_TOKEN
}
