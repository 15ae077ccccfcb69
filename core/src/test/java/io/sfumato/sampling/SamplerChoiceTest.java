package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.diffusion.Tables;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerChoiceTest {

    static Stream<SamplerChoice> everyChoice() {
        return Arrays.stream(SamplerName.values()).flatMap(sampler -> Arrays.stream(ScheduleName.values())
                .map(schedule -> new SamplerChoice(sampler, schedule)));
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void everyChoiceIsReadAsItIsWritten(SamplerChoice choice) {
        assertThat(SamplerChoice.parse(choice.toString())).isEqualTo(choice);
    }

    @ParameterizedTest
    @EnumSource
    void aSamplersNameIsReadInAnyCase(SamplerName sampler) {
        assertThat(SamplerChoice.parse(sampler.toString())).isEqualTo(SamplerChoice.of(sampler));
        assertThat(SamplerChoice.parse(sampler.name())).isEqualTo(SamplerChoice.of(sampler));
    }

    @Test
    void noNameMeansTwoThings() {
        for (List<List<String>> names : List.of(
                Arrays.stream(SamplerName.values()).map(SamplerName::spellings).toList(),
                Arrays.stream(ScheduleName.values())
                        .map(ScheduleName::spellings)
                        .toList())) {
            Set<String> seen = new HashSet<>();
            names.forEach(spellings ->
                    spellings.forEach(spelling -> assertThat(seen.add(String.join("", Spellings.words(spelling))))
                            .as(spelling)
                            .isTrue()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // of this project
        "dpmpp_2m_karras, DPMPP_2M, KARRAS",
        "DPMPP_2M_KARRAS, DPMPP_2M, KARRAS",
        "ddim_sgm_uniform, DDIM, SGM_UNIFORM",
        // labels of AUTOMATIC1111's web UI, those before version 1.9 included
        "DPM++ 2M, DPMPP_2M, UNIFORM",
        "DPM++ SDE, DPMPP_SDE, UNIFORM",
        "DPM++ 2M SDE, DPMPP_2M_SDE, UNIFORM",
        "DPM++ 2M SDE Heun, DPMPP_2M_SDE_HEUN, UNIFORM",
        "DPM++ 2S a, DPMPP_2S_A, UNIFORM",
        "DPM++ 3M SDE, DPMPP_3M_SDE, UNIFORM",
        "Euler a, EULER_A, UNIFORM",
        "Euler, EULER, UNIFORM",
        "LMS, LMS, UNIFORM",
        "Heun, HEUN, UNIFORM",
        "DPM2, DPM_2, UNIFORM",
        "DPM2 a, DPM_2_A, UNIFORM",
        "DDIM, DDIM, LDM_UNIFORM",
        "PLMS, PLMS, LDM_UNIFORM",
        "UniPC, UNIPC, UNIFORM",
        "LCM, LCM, SGM_UNIFORM",
        "IPNDM, IPNDM, UNIFORM",
        "DEIS, DEIS, UNIFORM",
        "DPM++ 2M Karras, DPMPP_2M, KARRAS",
        "DPM++ SDE Karras, DPMPP_SDE, KARRAS",
        "DPM++ 2M SDE Karras, DPMPP_2M_SDE, KARRAS",
        "DPM++ 2M SDE Exponential, DPMPP_2M_SDE, EXPONENTIAL",
        "DPM++ 2M SDE Heun Karras, DPMPP_2M_SDE_HEUN, KARRAS",
        "DPM++ 2M SDE Heun Exponential, DPMPP_2M_SDE_HEUN, EXPONENTIAL",
        "DPM++ 3M SDE Karras, DPMPP_3M_SDE, KARRAS",
        "DPM++ 3M SDE Exponential, DPMPP_3M_SDE, EXPONENTIAL",
        "DPM++ 2S a Karras, DPMPP_2S_A, KARRAS",
        "DPM2 Karras, DPM_2, KARRAS",
        "DPM2 a Karras, DPM_2_A, KARRAS",
        "LMS Karras, LMS, KARRAS",
        "Euler SGM Uniform, EULER, SGM_UNIFORM",
        "Euler Align Your Steps, EULER, ALIGN_YOUR_STEPS",
        // its aliases
        "k_euler_a, EULER_A, UNIFORM",
        "k_euler, EULER, UNIFORM",
        "k_lms, LMS, UNIFORM",
        "k_lms_ka, LMS, KARRAS",
        "k_heun, HEUN, UNIFORM",
        "k_dpm_2, DPM_2, UNIFORM",
        "k_dpm_2_a, DPM_2_A, UNIFORM",
        "k_dpm_2_a_ka, DPM_2_A, KARRAS",
        "k_dpmpp_2m, DPMPP_2M, UNIFORM",
        "k_dpmpp_2m_ka, DPMPP_2M, KARRAS",
        "k_dpmpp_2m_sde_exp, DPMPP_2M_SDE, EXPONENTIAL",
        "k_dpmpp_2s_a, DPMPP_2S_A, UNIFORM",
        "k_dpmpp_sde, DPMPP_SDE, UNIFORM",
        "k_dpmpp_3m_sde, DPMPP_3M_SDE, UNIFORM",
        // ComfyUI
        "euler_ancestral, EULER_A, UNIFORM",
        "dpm_2, DPM_2, UNIFORM",
        "dpm_2_ancestral, DPM_2_A, UNIFORM",
        "dpmpp_2s_ancestral, DPMPP_2S_A, UNIFORM",
        "dpmpp_sde, DPMPP_SDE, UNIFORM",
        "dpmpp_2m, DPMPP_2M, UNIFORM",
        "dpmpp_2m_sde, DPMPP_2M_SDE, UNIFORM",
        "dpmpp_2m_sde_heun, DPMPP_2M_SDE_HEUN, UNIFORM",
        "dpmpp_3m_sde, DPMPP_3M_SDE, UNIFORM",
        "ddpm, DDPM, UNIFORM",
        "ipndm, IPNDM, UNIFORM",
        "deis, DEIS, UNIFORM",
        "uni_pc, UNIPC, UNIFORM",
        "uni_pc_bh2, UNIPC_BH2, UNIFORM",
        // InvokeAI
        "deis_k, DEIS, KARRAS",
        "lms_k, LMS, KARRAS",
        "pndm, PLMS, LDM_UNIFORM",
        "heun_k, HEUN, KARRAS",
        "euler_k, EULER, KARRAS",
        "euler_a, EULER_A, UNIFORM",
        "kdpm_2, DPM_2, UNIFORM",
        "kdpm_2_k, DPM_2, KARRAS",
        "kdpm_2_a, DPM_2_A, UNIFORM",
        "kdpm_2_a_k, DPM_2_A, KARRAS",
        "dpmpp_2s, DPMPP_2S, UNIFORM",
        "dpmpp_2s_k, DPMPP_2S, KARRAS",
        "dpmpp_2m_k, DPMPP_2M, KARRAS",
        "dpmpp_2m_sde_k, DPMPP_2M_SDE, KARRAS",
        "dpmpp_3m, DPMPP_3M, UNIFORM",
        "dpmpp_3m_k, DPMPP_3M, KARRAS",
        "dpmpp_sde_k, DPMPP_SDE, KARRAS",
        "unipc, UNIPC, UNIFORM",
        "unipc_k, UNIPC, KARRAS",
        // slips that leave no doubt
        "' dpm++ 2m  karras ', DPMPP_2M, KARRAS",
        "euler-a, EULER_A, UNIFORM",
        "DPM++2M Karras, DPMPP_2M, KARRAS"
    })
    void namesOfOtherProgramsAreKnown(String name, SamplerName sampler, ScheduleName schedule) {
        assertThat(SamplerChoice.parse(name)).isEqualTo(new SamplerChoice(sampler, schedule));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnesInOneLine() {
        assertThatThrownBy(() -> SamplerChoice.parse("magic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sampler is 'magic', expected one of ddim, plms, ddpm, euler, euler_a, heun, dpm_2, dpm_2_a,"
                                + " lms, ipndm, deis, dpmpp_2s, dpmpp_2s_a, dpmpp_sde, dpmpp_2m, dpmpp_2m_sde,"
                                + " dpmpp_2m_sde_heun, dpmpp_3m, dpmpp_3m_sde, unipc, unipc_2, unipc_1,"
                                + " unipc_bh2, unipc_bh2_2, unipc_bh2_1, lcm,"
                                + " or one with a schedule behind it as in dpmpp_2m_karras");
    }

    @ParameterizedTest
    @CsvSource({
        "dmi, ddim",
        "eular, euler",
        "dpmpp_2mm, dpmpp_2m",
        "DPM++ 2M Karas, dpmpp_2m_karras",
        "euler_sgm_unifrom, euler_sgm_uniform",
        "unipcc, unipc"
    })
    void aSlipIsAnsweredWithTheNearestName(String slip, String meant) {
        assertThatThrownBy(() -> SamplerChoice.parse(slip)).hasMessageEndingWith("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+", "k_", "karras", "DPM adaptive", "dpm_fast", "Restart", "DDIM CFG++", "2m"})
    void whatIsNoSamplerIsRefused(String name) {
        assertThatThrownBy(() -> SamplerChoice.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sampler is '" + name + "', expected one of ddim, ");
    }

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M, Karras, DPMPP_2M, KARRAS",
        "DPM++ 2M, Automatic, DPMPP_2M, UNIFORM",
        "DPM++ 2M Karras, automatic, DPMPP_2M, KARRAS",
        "Euler a, '', EULER_A, UNIFORM",
        "ddim, ddim_uniform, DDIM, DDIM_UNIFORM",
        "DPM++ 2M Karras, Exponential, DPMPP_2M, EXPONENTIAL"
    })
    void theScheduleMayBeNamedApart(String name, String named, SamplerName sampler, ScheduleName schedule) {
        assertThat(SamplerChoice.parse(name, named)).isEqualTo(new SamplerChoice(sampler, schedule));
    }

    @Test
    void aChoiceIsASolverOnASchedule() {
        Sampler sampler = SamplerChoice.parse("dpm_2_a_karras").build(Tables.LDM, 10);
        assertThat(sampler).isEqualTo(new Sampler(new Ancestral(new Dpm2(), 1), Karras.over(Tables.LDM), 10));
    }

    @ParameterizedTest
    @CsvSource({
        "unipc, 3, BH1",
        "unipc_3, 3, BH1",
        "unipc_2, 2, BH1",
        "UniPC 1, 1, BH1",
        "uni_pc_bh1_2, 2, BH1",
        "uni_pc_bh2, 3, BH2",
        "unipc_bh2_3, 3, BH2",
        "unipc_bh2_2, 2, BH2",
        "unipc_bh2_1, 1, BH2"
    })
    void theOrderOfUniPcIsInItsName(String name, int order, UniPc.Variant variant) {
        SamplerChoice choice = SamplerChoice.parse(name);
        assertThat(choice.build(Tables.LDM, 10).solver()).isEqualTo(new UniPc(order, variant));
        assertThat(SamplerChoice.parse(name + "_karras")).isEqualTo(choice.on(ScheduleName.KARRAS));
    }

    @ParameterizedTest
    @CsvSource({
        "DDIM, 0",
        "EULER_A, 1",
        "DPM_2_A, 1",
        "DPMPP_2S_A, 1",
        "DPMPP_SDE, 1",
        "DPMPP_2M_SDE, 1",
        "DPMPP_2M_SDE_HEUN, 1",
        "DPMPP_3M_SDE, 1"
    })
    void samplersWithNoiseLeaveTheChoiceOfEta(SamplerName name, double own) {
        assertThat(name.eta(OptionalDouble.empty())).isEqualTo(own);
        assertThat(name.eta(OptionalDouble.of(0.3))).isEqualTo(0.3);
        assertThat(name.solver(0.3)).isNotEqualTo(name.solver(own));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DDIM", ".*_A", ".*_SDE", ".*_SDE_HEUN"},
            mode = EnumSource.Mode.MATCH_NONE)
    void theOthersRefuseAnEtaThatIsNotTheirs(SamplerName name) {
        double own = name.eta(OptionalDouble.empty());
        assertThat(name.eta(OptionalDouble.of(own))).isEqualTo(own);
        assertThatThrownBy(() -> SamplerChoice.of(name).build(Tables.LDM, 10, OptionalDouble.of(0.3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eta is 0.3, but sampler " + name + " always has eta " + own + "; it is a choice with ddim,"
                        + " euler_a, dpm_2_a, dpmpp_2s_a, dpmpp_sde, dpmpp_2m_sde, dpmpp_2m_sde_heun, dpmpp_3m_sde");
    }

    @Test
    void anEtaBelowZeroIsRefused() {
        for (SamplerName name : List.of(SamplerName.DDIM, SamplerName.DPMPP_SDE, SamplerName.DPMPP_2M_SDE)) {
            assertThatThrownBy(() -> SamplerChoice.of(name).build(Tables.LDM, 10, OptionalDouble.of(-0.1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 0 or more");
        }
    }
}
