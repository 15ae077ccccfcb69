package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.WeightLayout;
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
    }

    @Test
    void eightBitsAreForProcessors() {
        assertThatThrownBy(() -> InferencePrecision.INT8.on(Device.META))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("int8")
                .hasMessageContaining("the device cpu");
    }
}
