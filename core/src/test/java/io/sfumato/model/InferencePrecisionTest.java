package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.WeightLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferencePrecisionTest {
    @Test
    void onlyTheProductsAreInEightBits() {
        assumeTrue(WeightLayout.INT8.isAvailable(), "this processor multiplies no 8-bit integers");
        Arithmetic arithmetic = InferencePrecision.INT8.on(Device.CPU);
        assertThat(arithmetic.multiplied()).isEqualTo(DType.INT8);
        assertThat(arithmetic.compute()).isEqualTo(Precision.AUTO.on(Device.CPU));
    }

    @Test
    void othersAreWhatTheySay() {
        assertThat(InferencePrecision.FLOAT32.on(Device.CPU).multiplied()).isEqualTo(DType.FLOAT32);
        assertThat(InferencePrecision.BFLOAT16.on(Device.CPU).multiplied()).isEqualTo(DType.BFLOAT16);
        assertThat(InferencePrecision.FLOAT16.on(Device.CPU).multiplied()).isEqualTo(DType.FLOAT16);
    }

    @Test
    void withoutCircuitsForBfloat16TheFastPrecisionOfAGraphicsProcessorIsFloat16() {
        Placement fast = InferencePrecision.automatic(Device.META, device -> true);
        Placement old = InferencePrecision.automatic(Device.META, device -> false);
        assertThat(fast).isEqualTo(Placement.BFLOAT16.on(Device.META));
        assertThat(old).isEqualTo(Placement.FLOAT16.on(Device.META));
        assertThat(InferencePrecision.AUTO.on(Device.META).compute()).isEqualTo(fast);
        assertThat(InferencePrecision.AUTO.on(Device.CPU).compute()).isEqualTo(Precision.AUTO.on(Device.CPU));
    }

    @Test
    void weightsAreLaidOutAsTheDeviceHasThem() {
        assertThat(InferencePrecision.FLOAT16.on(Device.META).fixed()).contains(WeightLayout.CHANNELS_LAST);
        assertThat(InferencePrecision.AUTO.on(Device.META).fixed()).contains(WeightLayout.CHANNELS_LAST);
        assertThat(InferencePrecision.FLOAT32.on(Device.META).fixed()).isEmpty();
        assertThat(InferencePrecision.FLOAT16.on(Device.CPU).fixed()).isEmpty();
        assertThat(InferencePrecision.FLOAT32.on(Device.CPU).fixed())
                .isEqualTo(Optional.of(WeightLayout.PACKED).filter(WeightLayout::isAvailable));
    }

    @Test
    void nothingIsTrainedInFloat16() {
        assertThat(InferencePrecision.FLOAT16.on(Device.CPU).teaches()).isFalse();
        assertThat(InferencePrecision.BFLOAT16.on(Device.CPU).teaches()).isTrue();
        assertThat(InferencePrecision.FLOAT32.on(Device.CPU).teaches()).isTrue();
    }

    @Test
    void eightBitsAreForProcessors() {
        assertThatThrownBy(() -> InferencePrecision.INT8.on(Device.META))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("int8")
                .hasMessageContaining("the device cpu");
    }
}
