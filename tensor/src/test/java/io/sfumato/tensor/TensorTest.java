package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class TensorTest {
    private static final Placement FLOAT64 = new Placement(Device.CPU, DType.FLOAT64);

    private static Tensor vector(double... values) {
        return Tensors.of(values, Shape.of(values.length));
    }

    private static Tensor table() {
        return Tensors.of(new double[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
    }

    // ---- precision -------------------------------------------------------------------------------------------------

    /** Halfway between two neighbours 1/128 apart, to the one whose last bit is 0. */
    @Test
    void bfloat16RoundsToTheNearestEven() {
        Tensor rounded =
                vector(1 + 1 / 256.0, 1 + 3 / 256.0, 1 + 1.1 / 256.0, 3.0e38).to(DType.BFLOAT16);
        assertThat(rounded.dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(rounded.toDoubles()).startsWith(1, 1 + 4 / 256.0, 1 + 2 / 256.0);
        assertThat(rounded.toDoubles()[3]).isCloseTo(3.0e38, within(3.0e38 / 256));
    }

    @Test
    void float16HasElevenBitsAndEndsAt65504() {
        Tensor rounded = vector(2049, 2051, 65504, 70000).to(DType.FLOAT16);
        assertThat(rounded.toDoubles()).containsExactly(2048, 2052, 65504, Double.POSITIVE_INFINITY);
    }

    @Test
    void integersComeOfCuttingAndTruthOfNotBeingZero() {
        assertThat(vector(2.9, -2.9, 0, 7).to(DType.INT32).toLongs()).containsExactly(2, -2, 0, 7);
        assertThat(vector(2.9, -2.9, 0, 7).toLongs()).containsExactly(2, -2, 0, 7);
        assertThat(vector(0, 0.1, -3, 0).to(DType.BOOL).toLongs()).containsExactly(0, 1, 1, 0);
        assertThat(vector(0, 200, 255).to(DType.UINT8).toLongs()).containsExactly(0, 200, 255);
    }

    @ParameterizedTest
    @EnumSource
    void everyPrecisionHoldsSmallNumbersAndKnowsItsName(DType dtype) {
        Tensor tensor = vector(0, 1, 1).to(dtype);
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.placement()).isEqualTo(new Placement(Device.CPU, dtype));
        assertThat(tensor.toDoubles()).containsExactly(0, 1, 1);
        assertThat(tensor.handle().element_size()).isEqualTo(dtype.bytes());
    }

    @Test
    void thePrecisionThatATensorHasCostsNothing() {
        Tensor tensor = vector(1, 2);
        assertThat(tensor.to(DType.FLOAT64)).isSameAs(tensor);
        assertThat(tensor.to(FLOAT64)).isSameAs(tensor);
        assertThat(tensor.to(Placement.BFLOAT16).placement()).isEqualTo(Placement.BFLOAT16);
    }

    @Test
    void aPrecisionWithoutANameHereIsRefused() {
        Tensor strange = Tensor.wrap(vector(1).handle().to(torch.ScalarType.ComplexFloat));
        assertThatThrownBy(strange::dtype)
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("ComplexFloat")
                .hasMessageContaining("not supported");
    }

    @Test
    void gradientsPassThroughAChangeOfPrecision() {
        Tensor x = vector(1, 2).requireGrad();
        x.to(DType.BFLOAT16).mul(3).to(DType.FLOAT32).sum().backward();
        Tensor gradient = x.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(gradient.toDoubles()).containsExactly(3, 3);
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    @Test
    void valuesComeOutRowByRowWhateverTheMemoryOrder() {
        Tensor turned = table().transpose(0, 1);
        assertThat(turned.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(turned.toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(turned.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(turned.toLongs()).containsExactly(1, 4, 2, 5, 3, 6);
        Tensor image = Tensors.range(24).reshape(1, 2, 3, 4);
        assertThat(image.channelsLast().toLongs()).containsExactly(image.toLongs());
    }

    @Test
    void onlyOneElementIsAnItem() {
        assertThat(vector(5).item()).isEqualTo(5);
        assertThat(table().sum().item()).isEqualTo(21);
        assertThatThrownBy(() -> table().item())
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("one element");
    }

    @Test
    void aTensorWithoutElementsIsATensor() {
        Tensor empty = Tensors.of(new float[0], Shape.of(0, 3));
        assertThat(empty.elements()).isZero();
        assertThat(empty.toFloats()).isEmpty();
        assertThat(empty.toDoubles()).isEmpty();
        assertThat(empty.toLongs()).isEmpty();
        assertThat(Tensors.of(new long[0], Shape.of(0)).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensors.of(new double[0], Shape.of(0)).sum().item()).isZero();
    }

    @Test
    void aScalarHasNoDimensions() {
        Tensor scalar = Tensors.of(new double[] {3}, Shape.of());
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.shape()).isEqualTo(Shape.of());
        assertThat(scalar.item()).isEqualTo(3);
    }

    @Test
    void valuesMustFillTheirShape() {
        assertThatThrownBy(() -> Tensors.of(new float[5], Shape.of(2, 3)))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("5 values")
                .hasMessageContaining("[2, 3]");
    }

    @Test
    void aCopyHasMemoryOfItsOwn() {
        Tensor original = vector(1, 2);
        Tensor copy = original.copy();
        original.mulInPlace(10);
        assertThat(copy.toDoubles()).containsExactly(1, 2);
        assertThat(original.toDoubles()).containsExactly(10, 20);
    }

    // ---- operations ------------------------------------------------------------------------------------------------

    @Test
    void arithmeticIsThatOfNumbers() {
        Tensor x = vector(-2, 0.5, 4);
        Tensor y = vector(1, -2, 0.25);
        assertThat(x.add(y).toDoubles()).containsExactly(-1, -1.5, 4.25);
        assertThat(x.sub(y).toDoubles()).containsExactly(-3, 2.5, 3.75);
        assertThat(x.mul(y).toDoubles()).containsExactly(-2, -1, 1);
        assertThat(x.div(y).toDoubles()).containsExactly(-2, -0.25, 16);
        assertThat(x.add(1).sub(2).mul(3).div(4).toDoubles()).containsExactly(-2.25, -0.375, 2.25);
        assertThat(x.neg().toDoubles()).containsExactly(2, -0.5, -4);
        assertThat(x.abs().toDoubles()).containsExactly(2, 0.5, 4);
        assertThat(x.square().toDoubles()).containsExactly(4, 0.25, 16);
        assertThat(x.clamp(-1, 1).toDoubles()).containsExactly(-1, 0.5, 1);
        assertThat(x.lerp(y, 0.5).toDoubles()).containsExactly(-0.5, -0.75, 2.125);
    }

    @Test
    void functionsAreThoseOfTheMathsLibrary() {
        Tensor x = vector(0.3, 1, 4);
        assertClose(x.pow(-0.5), Naive.each(x, v -> Math.pow(v, -0.5)), 1e-15);
        assertClose(x.exp(), Naive.each(x, Math::exp), 1e-15);
        assertClose(x.log(), Naive.each(x, Math::log), 1e-15);
        assertClose(x.sqrt(), Naive.each(x, Math::sqrt), 1e-15);
        assertClose(x.sin(), Naive.each(x, Math::sin), 1e-15);
        assertClose(x.cos(), Naive.each(x, Math::cos), 1e-15);
    }

    @Test
    void selectionTakesFromThisWhereTheMaskIsTrue() {
        Tensor x = vector(1, 2, 3);
        assertThat(x.where(x.lt(2.5), vector(7, 8, 9)).toDoubles()).containsExactly(1, 2, 9);
    }

    @Test
    void reductionsLoseTheirDimensions() {
        Tensor x = table();
        assertThat(x.mean().item()).isEqualTo(3.5);
        assertThat(x.mean(1).toDoubles()).containsExactly(2, 5);
        assertThat(x.sum(0).toDoubles()).containsExactly(5, 7, 9);
        assertThat(x.sum(0, 1).item()).isEqualTo(21);
        assertThat(x.max().item()).isEqualTo(6);
        assertThat(x.min().item()).isEqualTo(1);
        // Σ (x − 3.5)² = 17.5, over five for Bessel's correction
        assertThat(x.std().item()).isCloseTo(Math.sqrt(3.5), within(1e-14));
    }

    @Test
    void notANumberAndInfinityAreNotFinite() {
        assertThat(vector(1, -1e300).isFinite()).isTrue();
        assertThat(vector(1, Double.NaN).isFinite()).isFalse();
        assertThat(vector(Double.NEGATIVE_INFINITY, 1).isFinite()).isFalse();
    }

    @Test
    void partsOfATensorAreWhatTheirNamesSay() {
        Tensor x = Tensors.range(24).reshape(2, 3, 4);
        assertThat(x.narrow(1, 1, 2).shape()).isEqualTo(Shape.of(2, 2, 4));
        assertThat(x.narrow(-1, 3, 1).toLongs()).containsExactly(3, 7, 11, 15, 19, 23);
        assertThat(x.select(0, 1).select(0, 2).toLongs()).containsExactly(20, 21, 22, 23);
        assertThat(x.indexSelect(1, Tensors.of(new long[] {2, 2, 0}, Shape.of(3)))
                        .select(0, 0)
                        .toLongs())
                .containsExactly(8, 9, 10, 11, 8, 9, 10, 11, 0, 1, 2, 3);
        assertThat(x.permute(2, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(x.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3, 4));
        assertThat(x.reshape(-1, 2).shape()).isEqualTo(Shape.of(12, 2));
        assertThat(vector(1, 2).reshape(2, 1).expand(-1, 3).toDoubles()).containsExactly(1, 1, 1, 2, 2, 2);
    }

    @Test
    void chunksAreEqualPartsThatLiveOnTheirOwn() {
        Tensor x = table().copy();
        List<Tensor> parts = x.chunk(3, 1);
        x.close();
        assertThat(parts).hasSize(3);
        assertThat(parts.get(2).toDoubles()).containsExactly(3, 6);
    }

    @Test
    void joiningIsAlongOneDimension() {
        Tensor x = table();
        assertThat(Tensors.cat(0, x, x).shape()).isEqualTo(Shape.of(4, 3));
        assertThat(Tensors.cat(1, List.of(x, x)).toDoubles()).containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
        assertThat(Tensors.stack(1, List.of(x, x)).shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(Tensors.zeros(Shape.of(2), FLOAT64).toDoubles()).containsExactly(0, 0);
        assertThat(Tensors.range(3).toLongs()).containsExactly(0, 1, 2);
    }

    @Test
    void inPlaceOperationsChangeThisTensor() {
        Tensor x = vector(1, 2);
        x.addInPlace(vector(1, 1)).mulInPlace(2).lerpInPlace(vector(0, 0), 0.5);
        assertThat(x.toDoubles()).containsExactly(2, 3);
        x.addInPlace(1).divInPlace(4);
        assertThat(x.toDoubles()).containsExactly(0.75, 1);
        assertThat(x.copyInPlace(vector(5, 6).to(DType.FLOAT16)).toDoubles()).containsExactly(5, 6);
    }
}
