package dev.vecurrent.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The AOT caches that {@code ./vecurrent} makes for itself. A project of one small program stands
 * in for this one, and mostly a script for the JVM: it writes down how it was called.
 */
class LauncherTest {

  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "$*" >>"$CALLS"
      echo "${LC_ALL:-}" >"$CALLS.locale"
      for option in "$@"; do
        case $option in
          -XX:AOTCacheOutput=*)
            [ -z "${TRAINING_FAILS:-}" ] || exit 1
            [ -z "${TRAINING_MEETS_A_BUILD:-}" ] || echo >>"$TRAINING_MEETS_A_BUILD"
            echo cache >"${option#*=}"
            exit ;;
          -XX:AOTMode=on) exit ;;
        esac
      done
      echo out
      echo err >&2
      exit 3
      """;

  private static final String PROGRAM =
      """
      package dev.vecurrent.hello;

      class Main {
        public static void main(String[] args) {
          System.out.println("out " + String.join(",", args));
          System.err.println("err");
          System.exit(args.length == 0 ? 0 : 3);
        }
      }
      """;

  /** How a start ended, with all that it printed. */
  private record Ended(int status, String printed) {}

  @TempDir Path temp;

  private final Map<String, String> environment = new TreeMap<>();

  private Path project() {
    return temp.resolve("a project");
  }

  private Path target() {
    return project().resolve("samples/hello/target");
  }

  private Path cache() {
    return temp.resolve("a cache/vecurrent/aot/hello.aot");
  }

  private Path folder() {
    return Objects.requireNonNull(cache().getParent());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static void executable(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @BeforeEach
  void aProjectOfOneProgram() throws IOException {
    for (String name : List.of("vecurrent", ".ci/aot", ".ci/jdk25")) {
      executable(project().resolve(name), Files.readString(House.root().resolve(name)));
    }
    for (String name : List.of("", "engine/", "importer/", "samples/", "samples/hello/")) {
      write(project().resolve(name + "pom.xml"), "");
    }
    write(project().resolve("samples/hello/src/main/java/dev/vecurrent/hello/Main.java"), PROGRAM);
    write(project().resolve("samples/hello/aot.training"), "# two arguments\nsome training\n");
    write(target().resolve("vecurrent-hello.jar"), "jar");
    write(target().resolve("lib/some library.jar"), "jar");
    write(target().resolve(".built"), "");
    Path jdk = temp.resolve("a jdk");
    executable(jdk.resolve("bin/java"), SCRIPT);
    executable(jdk.resolve("bin/javac"), "");
    write(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    write(jdk.resolve("lib/modules"), "");
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("XDG_CACHE_HOME", temp.resolve("a cache").toString());
    environment.put("CALLS", temp.resolve("calls").toString());
  }

  private Ended start(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(project().resolve("vecurrent").toString()));
    command.add("hello");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("_?(JAVA|JDK_JAVA|JAVA_TOOL)_OPTIONS|VECURRENT_AOT|HOME"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    // To the end: nothing that goes on in the background may hold the output open.
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  private void startsAsEver() throws IOException, InterruptedException {
    assertThat(start("x y")).isEqualTo(new Ended(3, "out\nerr\n"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(temp.resolve("calls"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(House::name).sorted().toList();
    }
  }

  private void waitUntilMade() throws IOException, InterruptedException {
    waitForOnly("hello.aot", "hello.key");
  }

  private void waitForOnly(String... names) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (!files().equals(List.of(names))) {
      assertThat(Instant.now()).as("%s", files()).isBefore(end);
      Thread.sleep(20);
    }
  }

  /** Written by hand: quicker than a second start that makes one. */
  private void aCacheThatWasMade() throws IOException, InterruptedException {
    if (!Files.exists(folder().resolve("hello.key"))) {
      startsAsEver();
    }
    write(cache(), "cache");
    startsAsEver();
    assertLastCallUses(true);
  }

  private void assertLastCallUses(boolean cache) throws IOException {
    assertThat(calls().getLast())
        .endsWith("dev.vecurrent.hello.Main x y")
        .matches(call -> call.contains("-XX:AOTCache=" + cache()) == cache);
  }

  @Test
  void theFirstStartNotesTheSecondMakesTheThirdUses() throws IOException, InterruptedException {
    startsAsEver();
    assertThat(files()).containsExactly("hello.key");
    startsAsEver();
    waitUntilMade();
    assertThat(calls()).hasSize(4);
    assertThat(calls().get(2))
        .startsWith("-XX:AOTCacheOutput=" + cache())
        .endsWith("some library.jar dev.vecurrent.hello.Main some training");
    assertThat(calls().get(3)).startsWith("-XX:AOTMode=on -XX:AOTCache=" + cache());
    startsAsEver();
    assertThat(calls()).hasSize(5);
    assertLastCallUses(true);
  }

  @Test
  void aProgramMayBeInAGroupOfSamples() throws IOException, InterruptedException {
    Path group = project().resolve("samples/group");
    write(group.resolve("pom.xml"), "");
    Files.move(project().resolve("samples/hello"), group.resolve("hello"));
    write(group.resolve("hello/target/.built"), "");
    for (int i = 0; i < 2; i++) {
      startsAsEver();
      assertThat(calls().getFirst())
          .contains(group.resolve("hello/target/vecurrent-hello.jar") + ":")
          .contains(group.resolve("hello/target/lib/some library.jar").toString());
    }
    waitUntilMade();
    assertThat(calls().get(2)).endsWith("dev.vecurrent.hello.Main some training");
  }

  /** Without it the JVM reads arguments, and writes answers, as question marks. */
  @Test
  void aLocaleThatHasNoRoomForAllCharactersBecomesUtf8() throws IOException, InterruptedException {
    for (String locale : List.of("C", "POSIX", "C.UTF-8")) {
      environment.put("LC_ALL", locale);
      startsAsEver();
      assertThat(Path.of(temp.resolve("calls") + ".locale")).hasContent("C.UTF-8");
    }
  }

  @Test
  void anotherJarOrJdkForgets() throws IOException, InterruptedException {
    for (Path changed :
        List.of(target().resolve("lib/some library.jar"), temp.resolve("a jdk/release"))) {
      aCacheThatWasMade();
      Files.setLastModifiedTime(changed, FileTime.from(Instant.EPOCH));
      startsAsEver();
      assertLastCallUses(false);
      assertThat(files()).containsExactly("hello.key");
    }
    aCacheThatWasMade();
    write(target().resolve("lib/another.jar"), "jar");
    startsAsEver();
    assertThat(files()).containsExactly("hello.key");
  }

  @Test
  void aTrainingThatFailsIsNotTriedAgain() throws IOException, InterruptedException {
    environment.put("TRAINING_FAILS", "yes");
    Files.delete(project().resolve("samples/hello/aot.training"));
    startsAsEver();
    startsAsEver();
    // The JVM that is a script takes any file, but there is none to keep.
    waitUntilMade();
    assertThat(calls().get(2)).endsWith("dev.vecurrent.hello.Main --help");
    assertThat(cache()).isEmptyFile();
    int calls = calls().size();
    startsAsEver();
    assertLastCallUses(false);
    assertThat(calls()).hasSize(calls + 1);
  }

  @Test
  void aCacheOfOtherJarsIsNotKept() throws IOException, InterruptedException {
    environment.put("TRAINING_MEETS_A_BUILD", target().resolve("vecurrent-hello.jar").toString());
    startsAsEver();
    startsAsEver();
    waitForOnly("hello.key");
    assertThat(calls()).hasSize(4);
    startsAsEver();
    assertLastCallUses(false);
  }

  @Test
  void oneMakesTheCacheAndAKilledOneIsFollowed() throws IOException, InterruptedException {
    startsAsEver();
    Path making = cache().resolveSibling("hello.making");
    write(making, ProcessHandle.current().pid() + "\n");
    startsAsEver();
    assertThat(making).hasContent(ProcessHandle.current().pid() + "\n");
    assertThat(calls()).hasSize(2);
    for (String left : List.of("", "999999999\n")) {
      write(making, left);
      write(cache().resolveSibling("hello.aot.1"), "what a killed one left");
      startsAsEver();
      waitUntilMade();
      Files.delete(cache());
    }
  }

  @Test
  void withoutAFolderToWriteInAllIsAsEver() throws IOException, InterruptedException {
    write(temp.resolve("a file"), "");
    for (String folder : List.of(temp.resolve("a file").toString(), "/proc/none", "relative")) {
      environment.put("XDG_CACHE_HOME", folder);
      startsAsEver();
      startsAsEver();
    }
    environment.remove("XDG_CACHE_HOME");
    startsAsEver();
    environment.put("HOME", temp.resolve("none").toString());
    startsAsEver();
    assertThat(temp.resolve("none/.cache/vecurrent/aot/hello.key")).exists();
  }

  @Test
  void aFolderThatCannotBeWrittenIsRead() throws IOException, InterruptedException {
    aCacheThatWasMade();
    assertThat(folder().toFile().setWritable(false)).isTrue();
    try {
      startsAsEver();
      assertLastCallUses(true);
      Files.delete(target().resolve("lib/some library.jar"));
      write(target().resolve("lib/another.jar"), "jar");
      startsAsEver();
      assertLastCallUses(false);
    } finally {
      assertThat(folder().toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void offSwitches() throws IOException, InterruptedException {
    for (Map.Entry<String, String> off :
        Map.of("VECURRENT_AOT", "off", "JAVA_TOOL_OPTIONS", "-Dx=y", "JDK_JAVA_OPTIONS", "-Dx=y")
            .entrySet()) {
      environment.put(off.getKey(), off.getValue());
      startsAsEver();
      environment.remove(off.getKey());
    }
    assertThat(temp.resolve("a cache")).doesNotExist();
  }

  /** A JVM: it takes the cache that was made, and says no word about one that is broken. */
  @Test
  void aJvmTakesItOrIsSilent() throws IOException, InterruptedException {
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    jar();
    Ended first = start("x", "y z");
    assertThat(first.status()).isEqualTo(3);
    assertThat(first.printed()).contains("out x,y z\n", "err\n");
    assertThat(start("x", "y z")).isEqualTo(first);
    waitUntilMade();
    assertThat(cache()).isNotEmptyFile();
    assertThat(start("x", "y z")).isEqualTo(first);
    byte[] whole = Files.readAllBytes(cache());
    for (int length : new int[] {4, 1_000_000}) {
      try (OutputStream out = Files.newOutputStream(cache())) {
        out.write(whole, 0, length);
      }
      assertThat(start("x", "y z")).isEqualTo(first);
    }
  }

  private void jar() throws IOException {
    Path source = project().resolve("samples/hello/src/main/java/dev/vecurrent/hello/Main.java");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", temp.toString(), source.toString()))
        .isZero();
    String name = "dev/vecurrent/hello/Main.class";
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(target().resolve("vecurrent-hello.jar")))) {
      jar.putNextEntry(new JarEntry(name));
      Files.copy(temp.resolve(name), jar);
    }
    Path library = target().resolve("lib/some library.jar");
    Files.copy(
        target().resolve("vecurrent-hello.jar"), library, StandardCopyOption.REPLACE_EXISTING);
  }
}
