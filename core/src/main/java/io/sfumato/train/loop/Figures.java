package io.sfumato.train.loop;

import java.util.Map;

/**
 * What tells people how learning goes, by name. It lies where it was computed, and is asked for once everything else is on its way: until
 * then nobody waits for a device.
 */
@FunctionalInterface
public interface Figures {
    /** Nothing to tell. */
    Figures NONE = Map::of;

    /** The numbers, while the region is open that they were computed in. */
    Map<String, Double> read();
}
