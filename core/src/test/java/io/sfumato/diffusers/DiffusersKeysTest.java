package io.sfumato.diffusers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.unet.UNet;
import io.sfumato.unet.UNetSpec;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names and shapes of published networks against what diffusers builds for them. */
@ExtendWith(NoLeaks.class)
class DiffusersKeysTest {
    private static final Init NOWHERE = new Init.Blank(new Placement(Device.META, DType.FLOAT32));

    private static final String CHURCHES = """
            {'in_channels': 4, 'out_channels': 4, 'flip_sin_to_cos': true, 'layers_per_block': 2,
             'block_out_channels': [192, 384, 384, 768, 768], 'resnet_time_scale_shift': 'scale_shift',
             'downsample_type': 'resnet', 'upsample_type': 'resnet',
             'down_block_types': ['AttnDownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D',
                                  'DownBlock2D'],
             'up_block_types': ['ResnetUpsampleBlock2D', 'AttnUpBlock2D', 'AttnUpBlock2D', 'AttnUpBlock2D',
                                'AttnUpBlock2D']}
            """;

    private static final String KL_F16 = """
            {'_class_name': 'AutoencoderKL', 'latent_channels': 16, 'layers_per_block': 2,
             'block_out_channels': [128, 128, 256, 256, 512],
             'down_block_types': ['DownEncoderBlock2D', 'DownEncoderBlock2D', 'DownEncoderBlock2D',
                                  'DownEncoderBlock2D', 'AttnDownEncoderBlock2D'],
             'up_block_types': ['AttnUpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D',
                                'UpDecoderBlock2D']}
            """;

    @Test
    void theUnetOfStableDiffusionIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.unet(LibraryConfigs.read("stable-diffusion-v1", "unet/config.json"));
        assertThat(expected).hasSize(686);
        checkUnet("sd__configs__stable-diffusion__v1-inference", expected);
    }

    @Test
    void theUnetOfTextToImageIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.unet(LibraryConfigs.read("ldm-text2im-large-256", "unet/config.json"));
        assertThat(expected).hasSize(686);
        checkUnet("ldm__configs__latent-diffusion__txt2img-1p4B-eval", expected);
    }

    @Test
    void theUnetOfCelebritiesIsTheLibrarys() {
        Map<String, Shape> expected = LibraryNetworks.unet(LibraryConfigs.read("ldm-celebahq-256", "unet/config.json"));
        assertThat(expected).hasSize(368 + 16 * 4); // 16 attentions have three parts instead of one
        checkUnet("ldm__models__ldm__celeba256", expected);
    }

    @Test
    void theUnetOfSuperResolutionIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.unet(LibraryConfigs.read("ldm-super-resolution", "unet/config.json"));
        assertThat(expected).hasSize(306 + 6 * 4);
        checkUnet("ldm__models__ldm__bsr_sr", expected);
    }

    @Test
    void theUnetOfChurchesIsOneOfTheLibrarys() {
        Map<String, Shape> expected = LibraryNetworks.unet(LibraryConfigs.json(CHURCHES));
        assertThat(expected).hasSize(520 + 21 * 4);
        checkUnet("ldm__models__ldm__lsun_churches256", expected);
    }

    @Test
    void theKlAutoencoderOfStableDiffusionIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.autoencoder(LibraryConfigs.read("stable-diffusion-v1", "vae/config.json"));
        assertThat(expected).hasSize(248);
        checkFirstStage("ldm__models__first_stage_models__kl-f8", expected);
    }

    @Test
    void theVqAutoencoderOfCelebritiesIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.autoencoder(LibraryConfigs.read("ldm-celebahq-256", "vqvae/config.json"));
        assertThat(expected).hasSize(205);
        checkFirstStage("ldm__models__first_stage_models__vq-f4", expected);
    }

    @Test
    void anAutoencoderWithoutAttentionIsTheLibrarys() {
        ObjectNode config = LibraryConfigs.read("ldm-celebahq-256", "vqvae/config.json");
        config.put("mid_block_add_attention", false);
        checkFirstStage("ldm__models__first_stage_models__vq-f4-noattn", LibraryNetworks.autoencoder(config));
    }

    @Test
    void attentionOnALevelOfAnAutoencoderIsTheLibrarys() {
        Map<String, Shape> expected = LibraryNetworks.autoencoder(LibraryConfigs.json(KL_F16));
        assertThat(expected).hasSize(342);
        checkFirstStage("ldm__models__first_stage_models__kl-f16", expected);
    }

    @Test
    void clipIsTheLibrarys() {
        Map<String, Shape> expected =
                LibraryNetworks.clip(LibraryConfigs.read("stable-diffusion-v1", "text_encoder/config.json"));
        assertThat(expected).hasSize(196);
        try (Region region = Region.open();
                Module network = new ClipTextTransformer(ClipTextSpec.VIT_L_14, NOWHERE)) {
            check(network, DiffusersKeys.clip(), expected);
        }
    }

    @Test
    void bertIsTheLibrarysWithoutItsHead() {
        Map<String, Shape> expected =
                LibraryNetworks.bert(LibraryConfigs.read("ldm-text2im-large-256", "bert/config.json"));
        assertThat(expected).hasSize(422);
        expected.keySet().removeIf(key -> key.startsWith("to_logits."));
        TextTransformerSpec sizes = new TextTransformerSpec(30_522, 77, 1280, 32);
        try (Region region = Region.open();
                Module network = new TextEncoder(new TextSpec(sizes, Pooling.NONE, Optional.empty()), NOWHERE)) {
            check(network, DiffusersKeys.bert(sizes), expected);
        }
    }

    @Test
    void aPartThatNobodyKnowsHasNoName() {
        KeyMap keys = DiffusersKeys.clip();
        assertThat(keys.ours("text_projection.weight")).isEmpty();
        assertThat(keys.theirs("visual.weight")).isEmpty();
    }

    private static void checkUnet(String config, Map<String, Shape> expected) {
        UNetSpec spec =
                ((ReferenceConfig.Diffusion) reference(config)).description().unet();
        try (Region region = Region.open();
                UNet network = new UNet(spec, NOWHERE)) {
            check(network, DiffusersKeys.unet(spec), expected);
        }
    }

    private static void checkFirstStage(String config, Map<String, Shape> expected) {
        FirstStageSpec spec = ((ReferenceConfig.Autoencoder) reference(config)).firstStage();
        try (Region region = Region.open();
                Autoencoder network = spec.build(NOWHERE)) {
            check(network, DiffusersKeys.firstStage(spec.sizes()), expected);
        }
    }

    private static void check(Module network, KeyMap keys, Map<String, Shape> expected) {
        Map<String, Shape> found = new LinkedHashMap<>();
        network.parameters().forEach((ours, parameter) -> {
            List<String> theirs = keys.theirs(ours);
            for (String their : theirs) {
                assertThat(keys.ours(their)).contains(ours);
                Shape each = parameter.shape().with(0, parameter.shape().size(0) / theirs.size());
                found.put(their, core(each));
            }
        });
        Map<String, Shape> cores = new LinkedHashMap<>();
        expected.forEach((key, shape) -> cores.put(key, core(shape)));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(cores);
    }

    /** Kernels of one pixel are matrices, too. */
    private static Shape core(Shape shape) {
        boolean pointwise = shape.rank() > 2 && shape.size(2) == 1;
        return pointwise ? Shape.of(shape.size(0), shape.size(1)) : shape;
    }

    private static ReferenceConfig reference(String name) {
        try {
            String resource = "/official/" + name + ".yaml";
            return ReferenceConfig.read(
                    Path.of(Objects.requireNonNull(DiffusersKeysTest.class.getResource(resource), resource)
                            .toURI()),
                    HeadRule.CONFIGURED);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
