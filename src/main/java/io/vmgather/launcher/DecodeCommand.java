package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.BundleDigests;
import io.vmgather.exporter.obfuscate.OriginalDigest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmgather decode}: the customer reads tokens back that support asks about. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what tokens of a bundle stand for, from the private map that export --map wrote. Each"
          + " answer is checked against the digests in the bundle. Ends with 1 when a token is"
          + " unknown."
    })
final class DecodeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BUNDLE", description = "The bundle's ZIP file.")
  private Path bundle;

  @Option(
      names = "--map",
      required = true,
      paramLabel = "FILE",
      description = "The private map of the same export.")
  private Path map;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TOKEN",
      description = "Tokens such as 777.777.1.2, 777.777.1.2:8428 or vmagent-job-1.")
  private List<String> tokens;

  @Override
  public Integer call() {
    Map<String, String> bare = new LinkedHashMap<>();
    tokens.forEach(token -> bare.put(token, withoutPort(token)));
    Set<String> wanted = Set.copyOf(bare.values());
    PrivateMapFile.Found known = PrivateMapFile.read(map, wanted);
    Map<String, Map<String, String>> digests = BundleDigests.of(bundle, wanted);
    int unknown = 0;
    for (Map.Entry<String, String> token : bare.entrySet()) {
      PrivateMapFile.Original original = known.originals().get(token.getValue());
      if (original == null) {
        System.err.println(token.getKey() + " is not in this map");
        unknown++;
        continue;
      }
      check(token.getValue(), original, digests, known.key());
      String port = token.getKey().substring(token.getValue().length());
      System.out.println(token.getKey() + "  " + original.text() + port);
    }
    return unknown == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** A map of another export would give wrong names without a word. */
  private void check(
      String token,
      PrivateMapFile.Original original,
      Map<String, Map<String, String>> digests,
      String key) {
    String inBundle = digests.getOrDefault(original.label(), Map.of()).get(token);
    if (inBundle == null) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "the bundle has no token " + token + " of " + original.label())
          .hint("Give the bundle that the token was seen in.");
    }
    if (!inBundle.equals(OriginalDigest.withKey(key).of(original.text()))) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "this private map does not belong to this bundle")
          .hint("Give the map that was written by the same export.");
    }
  }

  private static String withoutPort(String token) {
    int colon = token.indexOf(':');
    return colon < 0 || !token.startsWith("777.777.") ? token : token.substring(0, colon);
  }
}
