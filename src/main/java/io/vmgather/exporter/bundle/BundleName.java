package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a bundle may be called. A name that passes can be given on any system: whether a wish can be
 * met is said before an export, not after it.
 */
public final class BundleName {
  private static final String ENDING = ".zip";

  // Of eCryptfs, in which encrypted homes and shares lie. Linux and macOS take 255 bytes, Windows
  // 255 UTF-16 units.
  private static final int LONGEST_BYTES = 143;

  /** The number of a bundle whose name was taken, however many there are. */
  private static final int NUMBER_BYTES = "_2147483647".length();

  // Source: Microsoft, "Naming Files, Paths, and Namespaces". Bundles are passed on.
  private static final String FORBIDDEN = "/\\:*?\"<>|";
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³]) *(\\..*)?");

  private BundleName() {}

  /** The name with its ending. */
  public static String withEnding(String wanted) {
    return wanted.endsWith(ENDING) ? wanted : wanted + ENDING;
  }

  /**
   * Refuses what is no plain file name everywhere.
   *
   * @param wanted with or without its ending
   * @throws GatherException INVALID_INPUT for a path, a hidden file or what a system does not take
   */
  public static void require(String wanted) {
    String name = withEnding(wanted);
    String stem = name.substring(0, name.length() - ENDING.length());
    if (stem.isBlank() || stem.startsWith(".") || holdsForbidden(stem)) {
      throw refused("Not a file name: " + wanted)
          .hint(
              "Give a name such as vmexport.zip: no path, no dot in front, none of "
                  + String.join(" ", FORBIDDEN.split("")));
    }
    if (DEVICE.matcher(stem).matches()) {
      throw refused("Not a file name on Windows, where it is a device: " + wanted)
          .hint("Give another name, such as vmexport.zip.");
    }
    requireExpressible(name);
    requireShort(name);
  }

  private static boolean holdsForbidden(String stem) {
    return stem.chars().anyMatch(c -> c < ' ' || c == 0x7F || FORBIDDEN.indexOf(c) >= 0);
  }

  private static void requireExpressible(String name) {
    boolean fits = StandardCharsets.UTF_8.newEncoder().canEncode(name);
    try {
      fits &= !Path.of(name).toString().isEmpty();
    } catch (InvalidPathException e) {
      fits = false;
    }
    if (!fits) {
      throw refused("This system's file names can't hold " + name)
          .hint("Use plain letters, or start Java with a UTF-8 locale, such as LC_ALL=C.UTF-8.");
    }
  }

  private static void requireShort(String name) {
    int bytes =
        Math.max(name.getBytes(StandardCharsets.UTF_8).length, name.getBytes(ofFileNames()).length);
    int most = LONGEST_BYTES - NUMBER_BYTES;
    if (bytes > most) {
      throw refused("the archive's name has " + bytes + " bytes, at most " + most + " fit")
          .hint("Shorten it. Letters beyond a to z take two to four bytes each.");
    }
  }

  /** As the JDK writes file names. */
  private static Charset ofFileNames() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  private static GatherException refused(String message) {
    return new GatherException(ErrorCode.INVALID_INPUT, message).at("output_settings.archive_name");
  }
}
