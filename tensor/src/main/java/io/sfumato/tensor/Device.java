package io.sfumato.tensor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a tensor lives. {@code index} counts devices of one kind from 0. */
public record Device(Kind kind, int index) {
    private static final Pattern CUDA_NAME = Pattern.compile("cuda(?::(\\d{1,4}))?");

    /** The kinds of device. */
    public enum Kind {
        CPU,
        CUDA,
        /** Nowhere: tensors have shapes and no numbers. */
        META
    }

    /** The main memory. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Nowhere: for networks whose parameters are only counted. */
    public static final Device META = new Device(Kind.META, 0);

    public Device {
        if (index < 0) {
            throw new TensorException("device index is " + index + ", expected 0 or more");
        }
    }

    /** A graphics processor. */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /** The device of a name: {@code cpu}, {@code cuda:N}, or {@code cuda}, which is the first. It need not be there. */
    public static Device named(String name) {
        Matcher cuda = CUDA_NAME.matcher(name);
        if (cuda.matches()) {
            return cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        if (name.equals("cpu")) {
            return CPU;
        }
        throw new IllegalArgumentException("device is '" + name + "', expected cpu, cuda or cuda:N");
    }

    /** Where to compute if nobody says: the first graphics processor, or the CPU where there is none that can be used. */
    public static Device best() {
        return cudaDevices() > 0 ? cuda(0) : CPU;
    }

    /** How many graphics processors can be used: none where these libraries were built without CUDA. */
    public static int cudaDevices() {
        Engine.start();
        return Cuda.devices();
    }

    /** What keeps this build from using the CUDA that it has; empty where nothing does, or where it has none. */
    public static Optional<String> complaint() {
        Engine.start();
        return Cuda.complaint();
    }

    /** Waits until all devices have done what they were asked for: for whoever takes the time. */
    public static void await() {
        Cuda.await();
    }

    /** Whether it is the processor itself. */
    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** Whether bfloat16 is multiplied there by circuits made for it: by graphics processors from Ampere on. */
    public boolean multipliesBfloat16() {
        return switch (kind) {
            case CPU -> Processor.multipliesBfloat16();
            case CUDA -> Cuda.multipliesBfloat16(available().index);
            case META -> true;
        };
    }

    /** This device; throws where it cannot be used. */
    public Device available() {
        if (kind != Kind.CUDA || index < cudaDevices()) {
            return this;
        }
        throw new TensorException("device is " + this + ", but " + Cuda.whyNot());
    }

    /** The name that {@link #named} understands. */
    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case CUDA -> "cuda:" + index;
            case META -> "meta";
        };
    }

    org.bytedeco.pytorch.Device handle() {
        return new org.bytedeco.pytorch.Device(toString());
    }
}
