package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.process.Vmgather.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever ends the program, and whatever the source does then: nothing half-made stays. */
@Apart
class InterruptIT {
  /** Two seconds as promised, and one for a machine that is busy. */
  private static final Duration SOON = Duration.ofSeconds(3);

  @TempDir static Path shared;
  private static OwnServer source;

  @TempDir Path folder;

  @BeforeAll
  static void aServerWithData() throws Exception {
    source = OwnServer.start(shared);
    source.fill(450, 6, 15);
    // The first export of a jar writes Java's class archive when it ends, however it ends: that
    // takes seconds, once. Here it is about all later ones.
    Vmgather first = Vmgather.in(shared);
    assertThat(first.run(export(source.url(), shared)).exitCode()).isZero();
  }

  @AfterAll
  static void stop() {
    source.close();
  }

  @Test
  void ctrlCWhileTheSourceAcceptsAndSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      List<Socket> accepted = acceptAll(silent);
      Vmgather vmgather = vmgather();
      Process process = vmgather.start(export("http://127.0.0.1:" + silent.getLocalPort()));
      until("the program connects", () -> !accepted.isEmpty());

      interruptBoth(process);

      endsClean(vmgather, process, 130);
    }
  }

  @Test
  void ctrlCWhileTheConnectionIsNotTaken() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort());
        Socket second = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort())) {
      assertThat(List.of(first, second)).allMatch(Socket::isConnected);
      Vmgather vmgather = vmgather();
      Process process = vmgather.start(export("http://127.0.0.1:" + full.getLocalPort()));
      until("the program connects", () -> connecting(full.getLocalPort()));

      interruptBoth(process);

      endsClean(vmgather, process, 130);
    }
  }

  @Test
  void ctrlCWhileTheFirstByteOfTheExportIsAwaited() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      Vmgather vmgather = vmgather();
      Process process = startBefore(proxy, 0, vmgather);

      interruptBoth(process);

      endsClean(vmgather, process, 130);
    }
  }

  @Test
  void ctrlCInTheMiddleOfTheBody() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      Vmgather vmgather = vmgather();
      Process process = startBefore(proxy, 3_000_000, vmgather);

      interruptBoth(process);

      endsClean(vmgather, process, 130);
    }
  }

  @Test
  void terminationOfTheParentAloneEndsTheChild() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      Vmgather vmgather = vmgather();
      Process process = startBefore(proxy, 3_000_000, vmgather);

      signal("TERM", process.toHandle());

      endsClean(vmgather, process, 143);
    }
  }

  @Test
  void deathOfTheParentEndsTheChild() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      Vmgather vmgather = vmgather();
      Process process = startBefore(proxy, 3_000_000, vmgather);

      process.destroyForcibly();

      endsClean(vmgather, process, 137);
    }
  }

  @Test
  void ctrlCWhileNobodyReadsStandardOutput() throws Exception {
    Vmgather vmgather =
        Vmgather.in(folder)
            .under("env", "--default-signal=INT", "sh", "-c", "\"$@\" | sleep 60", "sh");
    Process shell = vmgather.start(with(export(source.url()), "-export-stdout"));
    until("the lines are staged and wait", () -> staged(vmgather) && packing(shell));
    List<ProcessHandle> programs = programs(shell);

    programs.forEach(program -> signal("INT", program));

    gone(programs, vmgather);
    assertThat(vmgather.files()).isEmpty();
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean packing(Process shell) {
    // The pipe is full when the writer sleeps in it: both programs are there and quiet.
    return programs(shell).stream().anyMatch(InterruptIT::blockedInPipe);
  }

  private static boolean blockedInPipe(ProcessHandle program) {
    try (var threads = Files.list(Path.of("/proc", program.pid() + "", "task"))) {
      return threads.anyMatch(InterruptIT::waitsInWrite);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean waitsInWrite(Path thread) {
    try {
      return Files.readString(thread.resolve("wchan")).contains("pipe_write");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<ProcessHandle> programs(Process shell) {
    return shell
        .descendants()
        .filter(one -> one.info().command().orElse("").endsWith("java"))
        .toList();
  }

  private Vmgather vmgather() {
    // Whatever started the tests may have told its children to ignore Ctrl-C.
    return Vmgather.in(folder).under("env", "--default-signal=INT");
  }

  private Process startBefore(FaultProxy proxy, long bytes, Vmgather vmgather) throws IOException {
    proxy.spoil(bytes, 1, proxy.stall());
    Process process = vmgather.start(export(proxy.url()));
    until("the source stalls", proxy::wasHit);
    until("there is staging to leave behind", () -> staged(vmgather));
    return process;
  }

  private static boolean staged(Vmgather vmgather) {
    return vmgather.files().stream().anyMatch(file -> file.toString().contains(".partial"));
  }

  private String[] export(String url) {
    return export(url, folder);
  }

  private static String[] export(String url, Path folder) {
    return new String[] {
      "export",
      "--url",
      url,
      "--selector",
      "{__name__=~\"app_.*\"}",
      "--start",
      OwnServer.END.minusSeconds(6 * 3600).toString(),
      "--end",
      OwnServer.END.toString(),
      "--output",
      folder.resolve("output").toString()
    };
  }

  private static String[] with(String[] arguments, String more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(more);
    return all.toArray(String[]::new);
  }

  /** What a terminal does: it signals the whole group in the foreground. */
  private static void interruptBoth(Process process) {
    process.children().forEach(child -> signal("INT", child));
    signal("INT", process.toHandle());
  }

  private static void signal(String name, ProcessHandle to) {
    int exit = Signals.send(name, List.of(to));
    // One that ended because the other one did is as good.
    assertThat(exit == 0 || !runs(to)).isTrue();
  }

  private static void endsClean(Vmgather vmgather, Process process, int exitCode)
      throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    gone(all, vmgather);
    Ended ended = vmgather.await(process);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).doesNotContain("Exception");
    assertThat(vmgather.files()).isEmpty();
  }

  private static void gone(List<ProcessHandle> programs, Vmgather vmgather) {
    assertThat(programs).isNotEmpty();
    Until.holds(
        SOON,
        "both processes are gone and no file is left: " + vmgather.err(),
        () -> programs.stream().noneMatch(InterruptIT::runs) && vmgather.files().isEmpty());
  }

  /** An orphan stays a zombie where the system's first process does not ask how it ended. */
  private static boolean runs(ProcessHandle program) {
    try {
      String stat = Files.readString(Path.of("/proc", program.pid() + "", "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Socket> acceptAll(ServerSocket server) {
    List<Socket> accepted = new java.util.concurrent.CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  accepted.add(server.accept());
                }
              } catch (IOException e) {
                // Closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return accepted;
  }

  /** Whether a connection to the port is asked for and not answered (state 02, SYN_SENT). */
  private static boolean connecting(int port) {
    String syn = String.format(":%04X 02 ", port);
    try (var lines = Files.lines(Path.of("/proc/net/tcp"))) {
      return lines.anyMatch(line -> line.contains(syn)) || connectingBySix(syn);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean connectingBySix(String syn) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/net/tcp6"))) {
      return lines.anyMatch(line -> line.contains(syn));
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    Until.holds(Duration.ofSeconds(30), what, condition);
  }
}
