package io.vmgather.exporter.obfuscate;

/**
 * One scrape target as discovery found it.
 *
 * @param component such as {@code vmstorage}; empty if unknown. It becomes part of job tokens, so
 *     it must never be derived from the job's name
 * @param job value of its {@code job} label; may be empty
 * @param instance value of its {@code instance} label; may be empty
 */
public record Target(String component, String job, String instance) {
  private static final int LONGEST_COMPONENT = 64;

  /** The component if it is fit to stand in a token, else empty. */
  String knownComponent() {
    boolean fit =
        component.length() <= LONGEST_COMPONENT
            && component
                .chars()
                .allMatch(
                    c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    return fit ? component : "";
  }

  /** Without the values, which are private. */
  @Override
  public String toString() {
    return "Target[" + component + "]";
  }
}
