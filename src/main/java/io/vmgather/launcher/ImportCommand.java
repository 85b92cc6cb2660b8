package io.vmgather.launcher;

import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.importer.job.ImportConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmgather import}: a bundle into a VictoriaMetrics. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class,
    description = {
      "Imports a bundle into a VictoriaMetrics, and counts whether every sample arrived.",
      "The bundle is checked from end to end before anything is sent."
    },
    footer = {
      "",
      "Example: import vmexport.zip --url http://vm:8428 --align-to now --drop pod_template_hash",
      "Flags for the Java virtual machine, such as a larger heap: VMGATHER_JAVA_OPTS=-Xmx1g"
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "BUNDLE",
      description =
          "The bundle's ZIP file, of this program or of vmgather 1.x; or lines as /api/v1/export"
              + " writes them, also gzipped.")
  private Path bundle;

  @ArgGroup(exclusive = false, heading = "%nConnection%n")
  private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--select-url",
      paramLabel = "URL",
      description = "Address for queries where it does not follow from --url. Same sign-in.")
  private String selectUrl = "";

  @ArgGroup(exclusive = false, heading = "%nWhat to change%n")
  private final Changes changes = new Changes();

  @ArgGroup(exclusive = false, heading = "%nHow%n")
  private final Ways ways = new Ways();

  static final class Changes {
    @Option(
        names = "--shift",
        paramLabel = "LENGTH",
        converter = SignedLengthOfTime.class,
        description = "Move every sample: 6h or +6h into the future, --shift=-6h into the past.")
    private Duration shift;

    @Option(
        names = "--align-to",
        paramLabel = "TIME|now",
        description =
            "Move the first sample to this time, in RFC 3339; or the last one to now. Instead of"
                + " --shift.")
    private String alignTo;

    @Option(
        names = "--drop",
        split = ",",
        paramLabel = "LABEL",
        description = "Labels that are left out; never __name__, job or instance.")
    private List<String> drop = List.of();

    @Option(
        names = "--drop-old",
        description = "Leave out samples that are older than what the target keeps.")
    private boolean dropOld;

    @Option(
        names = "--step",
        paramLabel = "LENGTH",
        converter = LengthOfTime.class,
        description = "Keep one sample a step of each line, the last. Default: all samples.")
    private Duration step = Duration.ZERO;
  }

  static final class Ways {
    @Option(
        names = "--dry-run",
        description = "Check every line, show what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(
        names = "--resume",
        description =
            "Go on where an earlier import of this bundle into this target stood. It must have the"
                + " same changes.")
    private boolean resume;

    @Option(names = "--no-verify", description = "Do not count afterwards what arrived.")
    private boolean noVerify;

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Send at most so many samples a second. Default: no limit.")
    private long rate;

    @Option(
        names = "--max-labels",
        paramLabel = "N",
        description =
            "Labels that the target takes of a series, to count those above it. Default: what it"
                + " says, else 40.")
    private int maxLabels;
  }

  @Override
  public Integer call() {
    if (changes.shift != null && changes.alignTo != null) {
      throw Usage.wrong("--shift and --align-to contradict each other", "Give one of them.");
    }
    if (ways.dryRun && ways.resume) {
      throw Usage.wrong("--dry-run and --resume contradict each other", "Give one of them.");
    }
    ConsoleImport work =
        new ConsoleImport(
            bundle,
            configs(),
            changes.shift == null ? 0 : changes.shift.toMillis(),
            changes.alignTo,
            new ConsoleImport.Ways(ways.resume, !ways.noVerify),
            connection.client());
    return ways.dryRun ? work.look() : work.run();
  }

  private LongFunction<ImportConfig> configs() {
    Connection target = connection.connection();
    if (target.isMultitenant()) {
      throw Usage.wrong(
          "an import goes into one tenant", "Give --tenant accountID or accountID:projectID.");
    }
    return shiftMillis -> config(target, shiftMillis);
  }

  private ImportConfig config(Connection target, long shiftMillis) {
    Auth auth = target.auth();
    return new ImportConfig(
            target.url(),
            selectUrl,
            target.tenantId(),
            auth.type(),
            auth.username(),
            auth.type().equals("bearer") ? auth.token() : auth.password(),
            auth.headerName(),
            auth.headerValue(),
            auth.oauth2(),
            target.skipTlsVerify(),
            target.tls(),
            wholeSeconds(changes.step),
            0,
            changes.dropOld,
            shiftMillis,
            ways.maxLabels,
            changes.drop,
            ways.rate)
        .checked();
  }

  private static long wholeSeconds(Duration step) {
    if (step.toMillis() % 1000 != 0) {
      throw Usage.wrong("--step is no whole number of seconds", "Write it like 15s or 1m.");
    }
    return step.toSeconds();
  }
}
