package io.sfumato.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.unet.UNetSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadRuleTest {
    private static UNetSpec unet(String name, HeadRule rule) {
        return ((ReferenceConfig.Diffusion) ReferenceConfig.read(PublishedConfigsTest.file(name), rule))
                .description()
                .unet();
    }

    @ParameterizedTest
    @CsvSource({
        "ldm/models/ldm/cin256,true",
        "ldm/configs/latent-diffusion/cin-ldm-vq-f8,true",
        "ldm/models/ldm/text2img256,true",
        "ldm/models/ldm/layout2img-openimages256,true",
        "ldm/configs/latent-diffusion/cin256-v2,false",
        "ldm/configs/latent-diffusion/txt2img-1p4B-eval,false",
        "ldm/models/ldm/celeba256,false",
        "sd/configs/stable-diffusion/v1-inference,false"
    })
    void modelsThatWereTrainedWithOneHeadAreKnownByTheirSizes(String name, boolean one) {
        assertThat(HeadRule.isTrainedWithOneHead(unet(name, HeadRule.CONFIGURED)))
                .isEqualTo(one);
        assertThat(HeadRule.isTrainedWithOneHead(unet(name, HeadRule.ONE_HEAD))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ldm/models/ldm/cin256,CONFIGURED,8",
        "ldm/models/ldm/cin256,ONE_HEAD,1",
        "ldm/models/ldm/celeba256,ONE_HEAD,7",
        "ldm/configs/latent-diffusion/txt2img-1p4B-eval,ONE_HEAD,8"
    })
    void oneHeadIsForTransformersWhoseHeadsHaveAWidth(String name, HeadRule rule, int heads) {
        UNetSpec unet = unet(name, rule);
        assertThat(unet.attention().heads().of(unet.width())).isEqualTo(heads);
    }
}
