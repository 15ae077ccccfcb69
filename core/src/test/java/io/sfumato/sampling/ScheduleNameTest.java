package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleNameTest {

    @ParameterizedTest
    @EnumSource
    void everyNameIsReadAsItIsWritten(ScheduleName name) {
        assertThat(ScheduleName.parse(name.toString())).isEqualTo(name);
        assertThat(ScheduleName.parse(name.name())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Uniform, UNIFORM",
        "Normal, UNIFORM",
        "Karras, KARRAS",
        "Exponential, EXPONENTIAL",
        "Polyexponential, EXPONENTIAL",
        "SGM Uniform, SGM_UNIFORM",
        "SGMUniform, SGM_UNIFORM",
        "KL Optimal, KL_OPTIMAL",
        "Align Your Steps, ALIGN_YOUR_STEPS",
        "align_your_steps, ALIGN_YOUR_STEPS",
        "Simple, SIMPLE",
        "DDIM, DDIM_UNIFORM",
        "ddim_uniform, DDIM_UNIFORM",
        "Beta, BETA",
        "Turbo, TRAILING",
        "trailing, TRAILING",
        "quad, LDM_QUADRATIC"
    })
    void namesOfOtherProgramsAreKnown(String name, ScheduleName meant) {
        assertThat(ScheduleName.parse(name)).isEqualTo(meant);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnesAndTheNearest() {
        assertThatThrownBy(() -> ScheduleName.parse("karas"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schedule is 'karas', expected one of uniform, sgm_uniform, ldm_uniform, ldm_quadratic,"
                        + " ddim_uniform, simple, trailing, karras, exponential, kl_optimal, align_your_steps, beta;"
                        + " did you mean karras?");
        assertThatThrownBy(() -> ScheduleName.parse("linear_quadratic")).hasMessageEndingWith("align_your_steps, beta");
    }
}
