package io.sfumato.tensor.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.pickle.PickleValue.Bytes;
import io.sfumato.tensor.pickle.PickleValue.Listing;
import io.sfumato.tensor.pickle.PickleValue.Name;
import io.sfumato.tensor.pickle.PickleValue.Nothing;
import io.sfumato.tensor.pickle.PickleValue.Real;
import io.sfumato.tensor.pickle.PickleValue.Storage;
import io.sfumato.tensor.pickle.PickleValue.Table;
import io.sfumato.tensor.pickle.PickleValue.Text;
import io.sfumato.tensor.pickle.PickleValue.Truth;
import io.sfumato.tensor.pickle.PickleValue.Tuple;
import io.sfumato.tensor.pickle.PickleValue.View;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import io.sfumato.tensor.testkit.PickleWriter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pickle means. What is refused is in {@code HostileCheckpointsTest}. */
class UnpicklerTest {
    private static final Storage STORAGE = new Storage(ElementType.FLOAT, "0", 6);

    @TempDir
    private Path folder;

    private PickleValue read(byte[] pickle, Limits limits) {
        try {
            Path file = Files.write(folder.resolve("data.pkl"), pickle);
            try (FileChannel channel = FileChannel.open(file)) {
                return new Unpickler(new PickleInput(channel, 0, pickle.length), new TorchNames(), limits).run();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PickleValue read(UnaryOperator<PickleWriter> body) {
        return read(body.apply(PickleWriter.begin()).stop(), Limits.CHECKPOINT);
    }

    // ---- what Python itself wrote ----------------------------------------------------------------------------------

    /** See the README beside these files. */
    private Table python(int protocol) throws IOException {
        try (InputStream resource = getClass().getResourceAsStream("python-" + protocol + ".pkl")) {
            return (Table) read(Objects.requireNonNull(resource).readAllBytes(), Limits.CHECKPOINT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void pythonsPlainValuesAreTheSameInEveryProtocol(int protocol) throws IOException {
        Table top = python(protocol);
        assertThat(top.entries())
                .containsEntry("epoch", Whole.of(3))
                .containsEntry("global_step", Whole.of(470_000))
                .containsEntry("big", Whole.of(1L << 40))
                .containsEntry("negative", Whole.of(-7))
                .containsEntry("lr", new Real(1e-4))
                .containsEntry("ema", new Truth(true))
                .containsEntry("name", new Text("größe 🎨"))
                .containsEntry("pytorch-lightning_version", new Text("1.4.2"));
        assertThat(((Table) top.entries().get("hyper_parameters")).entries()).containsEntry("lr", new Real(1e-4));
        Table scheduler =
                (Table) ((Listing) top.entries().get("lr_schedulers")).items().get(0);
        assertThat(scheduler.entries())
                .containsEntry("last_epoch", Whole.of(5))
                .containsEntry("_last_lr", new Listing(List.of(new Real(1.5))))
                .containsEntry("done", new Truth(true))
                .containsEntry("none", new Nothing())
                .containsEntry("seen", new Listing(List.of(Whole.of(1), Whole.of(2))))
                .containsEntry("raw", new Bytes("\u0000\u00ff"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void pythonsTensorsAndParametersAreViewsOfOneStorage(int protocol) throws IOException {
        Table state = (Table) python(protocol).entries().get("state_dict");
        assertThat(state.entries())
                .containsOnlyKeys("weight", "bias")
                .containsEntry("weight", new View(STORAGE, 0, List.of(2L, 3L), List.of(3L, 1L)))
                .containsEntry("bias", new View(STORAGE, 3, List.of(3L), List.of(1L)));
    }

    @Test
    void setsAndByteArraysOfNewerProtocolsAreRead() throws IOException {
        Listing schedulers = (Listing) python(5).entries().get("lr_schedulers");
        assertThat(((Table) schedulers.items().get(0)).entries())
                .containsEntry("frozen", new Listing(List.of(Whole.of(3))))
                .containsEntry("array", new Bytes("ab"));
    }

    // ---- single instructions ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1", "-1", "127", "128", "-128", "-129", "9223372036854775808", "-36893488147419103232"})
    void integersHaveAnyLength(String digits) {
        BigInteger number = new BigInteger(digits);
        assertThat(read(p -> p.number(number))).isEqualTo(new Whole(number));
        assertThat(read(p -> p.code('I').line(digits))).isEqualTo(new Whole(number));
    }

    @Test
    void smallIntegersAreLittleEndianAndOfTheirSign() {
        assertThat(read(p -> p.code(0x8a, 0))).isEqualTo(Whole.of(0));
        assertThat(read(p -> p.code('K', 0xff))).isEqualTo(Whole.of(255));
        assertThat(read(p -> p.code('M', 0x01, 0xff))).isEqualTo(Whole.of(0xff01));
        assertThat(read(p -> p.code('J', 0xfe, 0xff, 0xff, 0xff))).isEqualTo(Whole.of(-2));
        assertThat(read(p -> p.code(0x8b, 2, 0, 0, 0, 0x01, 0xff))).isEqualTo(Whole.of(-255));
    }

    @Test
    void pythonTwosStringsAreTextsWhereTheyCanBe() {
        assertThat(read(p -> p.code('U', 2, 'h', 'i'))).isEqualTo(new Text("hi"));
        assertThat(read(p -> p.code('T', 2, 0, 0, 0, 0xc3, 0xbc))).isEqualTo(new Text("ü"));
        assertThat(read(p -> p.code('U', 1, 0xff))).isEqualTo(new Bytes("\u00ff"));
    }

    @Test
    void pythonTwosTruthsAreIntegersOfTwoDigits() {
        assertThat(read(p -> p.code('I').line("01"))).isEqualTo(new Truth(true));
        assertThat(read(p -> p.code('I').line("00"))).isEqualTo(new Truth(false));
        assertThat(read(p -> p.code('I').line("1"))).isEqualTo(Whole.of(1));
    }

    @Test
    void aDictMayBeMadeOfPairs() {
        Table table = (Table) read(p -> p.call("collections.OrderedDict", arguments -> arguments
                .code(']', '(')
                .tuple(pair -> pair.text("a").number(1))
                .code(']', '(')
                .text("b")
                .number(2)
                .code('e', 'e')));
        assertThat(table.entries()).containsExactly(Map.entry("a", Whole.of(1)), Map.entry("b", Whole.of(2)));
    }

    @Test
    void theLastOfTwoEntriesCountsAndKeysThatAreNoTextsAreLeftOut() {
        Table table = (Table) read(p -> p.dict(
                items -> items.text("a").number(1).number(7).number(2).text("a").number(3)));
        assertThat(table.entries()).containsOnlyKeys("a").containsEntry("a", Whole.of(3));
    }

    @Test
    void aRecalledListIsTheSameList() {
        Listing top = (Listing) read(p -> p.code(']', '(', ']', 'q', 9, 'h', 9, 'N', 'a', 'e'));
        assertThat(top.items()).hasSize(2);
        assertThat(top.items().get(0)).isSameAs(top.items().get(1));
        assertThat(((Listing) top.items().get(0)).items()).containsExactly(new Nothing());
    }

    /** Else a message about it would not end. */
    @Test
    void theTextOfAContainerDoesNotSayWhatIsInIt() {
        PickleValue itself = read(p -> p.code(']', 'q', 0, 'h', 0, 0x85, 'a'));
        assertThat(itself).hasToString("a list");
        assertThat(read(p -> p.code('}', 0x85))).hasToString("a tuple");
        assertThat(read(p -> p.code('}'))).hasToString("a dict");
    }

    @Test
    void wordsMayStandAnywhere() {
        assertThat(read(p -> p.global("torch.bfloat16"))).isEqualTo(new Name("torch", "bfloat16"));
        assertThat(read(p -> p.dict(items -> items.global("pytorch_lightning.callbacks.ModelCheckpoint")
                        .code('}'))))
                .isEqualTo(Table.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "f8, 000000000000d03f, 0.25",
        "f4, 0000c03f, 1.5",
        "i8, ffffffffffffffff, -1",
        "i4, feffffff, -2",
        "i2, 0080, -32768",
        "i1, 80, -128",
        "u4, ffffffff, 4294967295",
        "u2, ffff, 65535",
        "u1, ff, 255",
        "b1, 01, true"
    })
    void numpysNumbersArePlainNumbers(String code, String hex, String expected) {
        String latin1 = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        PickleValue value = read(p -> p.call("numpy.core.multiarray.scalar", arguments -> arguments
                .call("numpy.dtype", type -> type.text(code).number(0).number(1))
                .tuple(state -> state.number(3)
                        .text("<")
                        .code('N', 'N', 'N')
                        .number(-1)
                        .number(-1)
                        .number(0))
                .code('b')
                .call("_codecs.encode", text -> text.text(latin1).text("latin1"))));
        assertThat(plain(value)).isEqualTo(expected);
    }

    private static String plain(PickleValue number) {
        if (number instanceof Whole whole) {
            return whole.value().toString();
        }
        return number instanceof Real real ? Double.toString(real.value()) : Boolean.toString(((Truth) number).value());
    }

    // ---- the file --------------------------------------------------------------------------------------------------

    @Test
    void textsMayBeLongerThanTheWindowOfTheReader() {
        for (int length : new int[] {65_000, 65_535, 65_536, 65_537, 200_000}) {
            String text = "x".repeat(length - 1) + "y";
            assertThat(read(p -> p.text(text).text(text).code(0x86)))
                    .isEqualTo(new Tuple(List.of(new Text(text), new Text(text))));
        }
    }

    @Test
    void picklesFollowEachOtherInAFile() throws IOException {
        byte[] pickle = PickleWriter.begin().text("some text").stop();
        byte[] two = new PickleWriter().raw(new byte[7]).raw(pickle).raw(pickle).toBytes();
        try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("two.pkl"), two))) {
            PickleInput input = new PickleInput(channel, 7, 2L * pickle.length);
            assertThat(Unpickler.read(input, new TorchNames())).isEqualTo(new Text("some text"));
            assertThat(input.position()).isEqualTo(pickle.length);
            assertThat(Unpickler.read(input, new TorchNames())).isEqualTo(new Text("some text"));
            assertThat(input.position()).isEqualTo(2L * pickle.length);
            assertThatThrownBy(() -> Unpickler.read(input, new TorchNames()))
                    .isInstanceOf(PickleException.class)
                    .hasMessageContaining("at byte " + 2 * pickle.length)
                    .hasMessageContaining("ends early");
        }
    }

    // ---- the limits ------------------------------------------------------------------------------------------------

    @Test
    void everyLimitHoldsExactly() {
        byte[] values = PickleWriter.begin().code('N', '0', 'N', '0', 'N').stop();
        assertThat(read(values, new Limits(3, 9, 9, 9))).isEqualTo(new Nothing());
        assertRefused(values, new Limits(2, 9, 9, 9), "more than 2 values");
        byte[] open = PickleWriter.begin().code('(', 'N', 'N', 't').stop();
        assertThat(read(open, new Limits(9, 3, 9, 9))).isInstanceOf(Tuple.class);
        assertRefused(open, new Limits(9, 2, 9, 9), "waiting longer than 2");
        byte[] memo = PickleWriter.begin().code('N', 'q', 0, 'q', 0, 0x94).stop();
        assertThat(read(memo, new Limits(9, 9, 2, 9))).isEqualTo(new Nothing());
        assertRefused(memo, new Limits(9, 9, 1, 9), "more than 1 values");
        byte[] text = PickleWriter.begin().text("four").text("more").code(0x86).stop();
        assertThat(read(text, new Limits(9, 9, 9, 8))).isInstanceOf(Tuple.class);
        assertRefused(text, new Limits(9, 9, 9, 7), "more than 7 bytes of text");
    }

    @Test
    void whatACallCopiesIsCounted() {
        byte[] copy = PickleWriter.begin()
                .call("builtins.set", arguments -> arguments.code(']', '(', 'N', 'N', 'e'))
                .stop();
        assertThat(read(copy, new Limits(8, 9, 9, 9))).isInstanceOf(Listing.class);
        assertRefused(copy, new Limits(7, 9, 9, 9), "more than 7 values");
    }

    private void assertRefused(byte[] pickle, Limits limits, String complaint) {
        assertThatThrownBy(() -> read(pickle, limits))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining(complaint);
    }
}
