package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.diffusion.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerNameTest {

    @ParameterizedTest
    @EnumSource
    void everyNameIsReadAsItIsWritten(SamplerName name) {
        assertThat(SamplerName.parse(name.toString())).isEqualTo(name);
        assertThat(SamplerName.parse(name.name())).isEqualTo(name);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> SamplerName.parse("dmi"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sampler is 'dmi', expected one of ddim, plms, ddpm, euler, euler_a, heun, dpmpp_2m,"
                        + " dpmpp_2m_karras");
    }

    @Test
    void onlyDdimHasAChoiceOfEta() {
        assertThat(SamplerName.DDIM.build(Tables.LDM, 10, 0.3).solver()).isEqualTo(new Ancestral(new Euler(), 0.3));
        assertThat(SamplerName.EULER_A.build(Tables.LDM, 10, 1).solver()).isEqualTo(new Ancestral(new Euler(), 1));
        assertThatThrownBy(() -> SamplerName.PLMS.build(Tables.LDM, 10, 0.3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plms always has eta 0.0");
    }

    @Test
    void anEtaBelowZeroIsRefused() {
        assertThatThrownBy(() -> SamplerName.DDIM.build(Tables.LDM, 10, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 or more");
    }
}
