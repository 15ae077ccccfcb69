package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, in a small project whose Maven and Java only tell that they were called. */
class LauncherTest {
    private static final List<String> MODULES = List.of("tensor", "core", "cli");

    @TempDir
    Path folder;

    private Path project;
    private Path tools;
    private Path jdk;

    /** What is asked for by the environment. */
    private @Nullable String profile;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(Path.of("..", "sfumato"), project.resolve("sfumato"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(project.resolve("pom.xml"));
        for (String module : MODULES) {
            Files.createDirectories(project.resolve(module + "/src/main"));
            Files.createFile(project.resolve(module + "/pom.xml"));
        }
        jdk = jdk("21.0.2");
        tools = Files.createDirectories(folder.resolve("tools"));
        script(
                tools.resolve("mvn"),
                "echo built >>builds",
                "echo \"$@\" >arguments",
                "for m in tensor core cli; do mkdir -p $m/target/maven-archiver; touch $m/target/sfumato-$m-1.jar; done",
                "echo version=1 >cli/target/maven-archiver/pom.properties",
                "echo \"$PWD/core/target/sfumato-core-1.jar:$PWD/pom.xml\" >cli/target/classpath.txt");
    }

    @Test
    void theFirstStartBuildsAndLaterOnesDoNot() throws Exception {
        Run first = start("--version");
        assertThat(first.exitCode).isZero();
        assertThat(first.output).contains("sfumato: building", "java -Dsfumato.home=" + project);
        assertThat(start("--version").output).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theModulesComeFirstAndLibrariesAreThoseOfTheBuild() throws Exception {
        String app = project + "/target/app/";
        assertThat(start("x").output).contains("-cp " + app + "cli.jar:" + app + "core.jar:" + app + "tensor.jar:");
    }

    @Test
    void argumentsArriveAsTheyWere() throws Exception {
        assertThat(start("txt2img", "a red  apple", "*", "").output)
                .endsWith("io.sfumato.cli.Main|txt2img|a red  apple|*||\n");
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        start("--version");
        Path source = Files.createFile(project.resolve("core/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(start("--version").output).contains("building");
        assertThat(builds()).isEqualTo(2);
    }

    /** As for CUDA, whose libraries are others. */
    @Test
    void aBuildStaysWithTheProfileThatItWasAskedFor() throws Exception {
        assertThat(start("--version").output).contains("building");
        profile = "linux-x86_64-gpu";
        assertThat(start("--version").output).contains("building");
        assertThat(Files.readString(project.resolve("arguments"))).contains("-Plinux-x86_64-gpu");
        assertThat(start("--version").output).doesNotContain("building");
        profile = null;
        assertThat(start("--version").output).doesNotContain("building");
        Files.createFile(project.resolve("core/src/main/New.java"));
        Files.setLastModifiedTime(
                project.resolve("core/src/main/New.java"), FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(start("--version").output).contains("building");
        assertThat(Files.readString(project.resolve("arguments"))).contains("-Plinux-x86_64-gpu");
        profile = "gpu";
        assertThat(start("--version").output)
                .startsWith("sfumato: SFUMATO_PROFILE is gpu, expected linux-x86_64-gpu")
                .hasLineCount(1);
        profile = "";
        assertThat(start("--version").output).contains("building");
        assertThat(Files.readString(project.resolve("arguments"))).doesNotContain("-P");
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        Process one = process(folder, jdk, "--version");
        Process two = process(folder, jdk, "--version");
        assertThat(List.of(finish(one).exitCode, finish(two).exitCode)).containsOnly(0);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aBuildThatFailsShowsItsOutput() throws Exception {
        script(tools.resolve("mvn"), "echo no such symbol", "exit 1");
        Run run = start("--version");
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.output)
                .contains("no such symbol", "sfumato: the build failed")
                .doesNotContain("java -D");
    }

    @Test
    void itWorksThroughALinkFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), project.resolve("sfumato"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Run run = finish(process(link, elsewhere, jdk, "--version"));
        assertThat(run.output).contains("java -Dsfumato.home=" + project);
    }

    @Test
    void anOldJavaIsRefusedInOneLine() throws Exception {
        assertRefused(finish(process(folder, jdk("11.0.20"), "--version")), "is version 11, expected 17 or later");
        assertRefused(finish(process(folder, jdk("1.8.0_402"), "--version")), "is version 8, expected 17 or later");
    }

    @Test
    void aJavaHomeWithoutJavaIsRefusedInOneLine() throws Exception {
        assertRefused(finish(process(folder, folder.resolve("none"), "--version")), "which has no bin/java");
    }

    @Test
    void aMissingMavenIsSaidInOneLine() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertRefused(start("--version"), "no mvn is found");
    }

    @Test
    void newerJavaGetsTheFlagsThatItWants() throws Exception {
        assertThat(finish(process(folder, jdk("17.0.1"), "x")).output).doesNotContain("--enable-native-access");
        assertThat(finish(process(folder, jdk("22"), "x")).output)
                .contains("--enable-native-access=ALL-UNNAMED")
                .doesNotContain("--sun-misc-unsafe");
        assertThat(finish(process(folder, jdk("25.0.1"), "x")).output)
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void onlyVerbsThatAreOftenShortStartWithTheQuickCompiler() throws Exception {
        assertThat(start("txt2img", "apple").output).contains("-XX:TieredStopAtLevel=1");
        assertThat(start("txt2img", "apple", "--model", "sd-v1").output)
                .contains("-Xmn32m")
                .doesNotContain("-XX:TieredStopAtLevel");
        assertThat(start("train", "recipe.yaml").output).doesNotContain("-XX:TieredStopAtLevel", "-Xmn32m");
    }

    @Test
    void classesThatTheBuildHasArchivedAreReadByTheSameJavaAlone() throws Exception {
        String archived = "-XX:SharedArchiveFile=" + project + "/target/app/classes";
        assertThat(start("txt2img", "apple").output).contains(archived).doesNotContain("ArchiveClassesAtExit");
        assertThat(start("train", "recipe.yaml").output).contains(archived);
        assertThat(finish(process(folder, jdk("17.0.1"), "x")).output).doesNotContain("SharedArchiveFile");
    }

    @Test
    void classesAreArchivedAsAPictureIsMade() throws Exception {
        start("--version");
        try (Stream<Path> files = Files.list(project.resolve("target/app"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".options")))
                    .singleElement()
                    .satisfies(file -> assertThat(file)
                            .content()
                            .contains("-XX:+UseSerialGC", "-Xmn32m", "-XX:TieredStopAtLevel=1"));
        }
    }

    @Test
    void largeTensorsStayWhereNetworksLearnAlone() throws Exception {
        assertThat(start("train", "recipe.yaml").output).contains("kept 0, else from \n");
        assertThat(start("txt2img", "apple").output).contains("kept , else from 33554432\n");
    }

    @Test
    void aStartWithoutAnArchiveIsAsGood() throws Exception {
        script(jdk.resolve("bin/java"), "[[ \"$*\" != *ArchiveClassesAtExit* ]] || exit 1", "echo java \"$@\"");
        Run run = start("--version");
        assertThat(run.exitCode).isZero();
        assertThat(run.output).contains("java -D").doesNotContain("SharedArchiveFile");
    }

    private record Run(int exitCode, String output) {}

    private Run start(String... args) throws Exception {
        return finish(process(folder, jdk, args));
    }

    private Process process(Path from, Path javaHome, String... args) throws IOException {
        return process(project.resolve("sfumato"), from, javaHome, args);
    }

    /** Only the tools that the script may count on are on its path. */
    private Process process(Path script, Path from, Path javaHome, String... args) throws IOException {
        for (String tool : List.of(
                "bash",
                "env",
                "readlink",
                "dirname",
                "grep",
                "head",
                "find",
                "mkdir",
                "touch",
                "cp",
                "mv",
                "sed",
                "flock",
                "rm",
                "cat")) {
            link(tool);
        }
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("SFUMATO_JAVA_OPTS", "SFUMATO_PROFILE", "LC_ALL"));
        if (profile != null) {
            builder.environment().put("SFUMATO_PROFILE", profile);
        }
        builder.environment().putAll(Map.of("PATH", tools.toString(), "JAVA_HOME", javaHome.toString()));
        return builder.start();
    }

    private void link(String tool) throws IOException {
        for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path real = Path.of(place, tool);
            if (Files.isExecutable(real) && !Files.exists(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), real);
            }
        }
    }

    private static Run finish(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static void assertRefused(Run run, String part) {
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.output).startsWith("sfumato: ").contains(part).hasLineCount(1);
    }

    private long builds() throws IOException {
        return Files.readAllLines(project.resolve("builds")).size();
    }

    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(
                home.resolve("bin/java"),
                "echo java \"$@\"",
                "echo \"kept ${MALLOC_MMAP_MAX_-}, else from ${MALLOC_MMAP_THRESHOLD_-}\"",
                "for a; do",
                "    [[ $a != -XX:ArchiveClassesAtExit=* ]] || { touch \"${a#*=}\"; echo \"$@\" >\"${a#*=}.options\"; }",
                "done",
                "while [[ $1 != io.sfumato.* ]]; do shift; done",
                "printf '%s|' \"$@\"",
                "echo");
        script(home.resolve("bin/javac"));
        return home;
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
