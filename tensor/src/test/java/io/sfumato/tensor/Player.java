package io.sfumato.tensor;

import java.time.Duration;
import java.util.Arrays;

/** A process of an ensemble, for tests that need processes of their own. */
final class Player {
    private Player() {}

    /** Plays the part named first with the patience in seconds named second; the environment says which process it is. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Threads.use(1);
        Membership membership = Membership.of(System.getenv()).orElseThrow();
        Duration patience = Duration.ofSeconds(Long.parseLong(args[1]));
        try (Region region = Region.open();
                Ensemble ensemble = Ensemble.join(membership, Device.CPU, patience)) {
            switch (args[0]) {
                case "train" ->
                    System.out.println("weights " + Arrays.toString(new Regression(DType.FLOAT32, 10).train(ensemble)));
                case "train-on" ->
                    new Regression(DType.FLOAT32, Integer.MAX_VALUE).train(ensemble, step -> {
                        if (step == 3) {
                            System.out.println("learning");
                        }
                    });
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (PeerLostException e) {
            System.out.println("lost " + e.getMessage());
            System.exit(3);
        }
    }
}
