package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class DeviceTest {
    @Test
    void isKnownByItsName() {
        assertThat(Device.named("cpu")).isEqualTo(Device.CPU);
        assertThat(Device.named("cuda")).isEqualTo(Device.cuda(0));
        assertThat(Device.named("cuda:3")).isEqualTo(Device.cuda(3)).hasToString("cuda:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "CPU", "cuda:", "cuda:-1", "cuda:99999", "meta", ""})
    void anyOtherNameIsRefused(String name) {
        assertThatThrownBy(() -> Device.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device is '" + name + "', expected cpu, cuda or cuda:N");
    }

    @Test
    void withoutGraphicsProcessorsTheBestIsTheCpuAndOthersSayWhyNot() {
        assumeTrue(Device.cudaDevices() == 0, "this machine has a graphics processor");
        assertThat(Device.best()).isEqualTo(Device.CPU);
        assertThat(Device.CPU.available()).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> Device.cuda(1).available())
                .isInstanceOf(TensorException.class)
                .hasMessageStartingWith("device is cuda:1, but ");
    }

    @Test
    void onlyADeviceThatIsThereIsAskedWhatItMultiplies() {
        assertThat(Device.CPU.multipliesBfloat16()).isEqualTo(Processor.multipliesBfloat16());
        assertThatThrownBy(() -> Device.cuda(99).multipliesBfloat16())
                .isInstanceOf(TensorException.class)
                .hasMessageStartingWith("device is cuda:99, but ");
    }

    @Test
    void aTensorGoesToADeviceAndTellsWhereItIs() {
        Tensor here = Tensors.of(new long[] {1, 2}, Shape.of(2));
        Tensor there = here.to(Device.META);
        assertThat(here.to(Device.CPU)).isSameAs(here);
        assertThat(there.placement()).isEqualTo(Placement.INT64.on(Device.META));
        assertThat(there.shape()).isEqualTo(here.shape());
    }

    /** Few numbers, or a batch of pictures; and those that a network learns by way of as they are. */
    @Test
    void numbersGoToAGraphicsProcessorByWayOfPinnedMemory() {
        Tensor here = Tensors.zeros(Shape.of(4 << 20), Placement.FLOAT32);
        assertThat(Transfer.isPinned(here, Device.cuda(1))).isTrue();
        assertThat(Transfer.isPinned(here, Device.META)).isFalse();
        assertThat(Transfer.isPinned(here, Device.CPU)).isFalse();
        assertThat(Transfer.isPinned(here.to(Device.META), Device.cuda(0))).isFalse();
        assertThat(Transfer.isPinned(here.narrow(0, 0, 0), Device.cuda(0))).isFalse();
        assertThat(Transfer.isPinned(here.expand(5, 4 << 20), Device.cuda(0))).isFalse();
        assertThat(Transfer.isPinned(here.requireGrad(), Device.cuda(0))).isFalse();
    }

    /** Seen only where there is one: whatever becomes of what they were copied from, and however it lies in memory. */
    @Test
    void numbersArriveAsTheyWereWhenTheyWereSent() {
        assumeTrue(Device.cudaDevices() > 0, "this machine has no graphics processor");
        Tensor here = Tensors.range(24).to(DType.FLOAT32).reshape(1, 4, 3, 2);
        double[] before = here.toDoubles();
        for (Tensor sent : List.of(here, here.channelsLast(), here.expand(2, 4, 3, 2), here.transpose(1, 3))) {
            double[] expected = sent.toDoubles();
            Tensor there = sent.to(Placement.BFLOAT16.on(Device.best()));
            Grad.off(() -> here.mulInPlace(-1));
            assertThat(there.toDoubles()).containsExactly(expected);
            Grad.off(() -> here.mulInPlace(-1));
        }
        assertThat(here.toDoubles()).containsExactly(before);
    }

    /** Seen only where there is one. */
    @Test
    void numbersComeBackFromAGraphicsProcessor() {
        assumeTrue(Device.cudaDevices() > 0, "this machine has no graphics processor");
        Tensor here = Tensors.of(new double[] {1, 2, 3}, Shape.of(3));
        Tensor there = here.to(Device.best());
        assertThat(there.device()).isEqualTo(Device.cuda(0));
        assertThat(there.mul(2).toDoubles()).containsExactly(2, 4, 6);
    }
}
