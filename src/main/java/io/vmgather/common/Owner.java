package io.vmgather.common;

/**
 * Whose work something is. Two owners are the same person when they are equal; what belongs to one
 * is not there for another.
 *
 * @param name as the person signed in; empty when nobody did
 */
public record Owner(Kind kind, String name) {
  /** The one person at a machine of their own. */
  public static final Owner LOCAL = new Owner(Kind.LOCAL, "");

  /** Everybody who uses a server without signing in. */
  public static final Owner ANONYMOUS = new Owner(Kind.ANONYMOUS, "");

  private static final int LONGEST_NAME = 256;

  /** How an owner is known. */
  public enum Kind {
    LOCAL,
    ANONYMOUS,
    USER
  }

  public Owner {
    if ((kind == Kind.USER) == name.isBlank()) {
      throw refused("A user's name is missing");
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          "A user's name is longer than " + LONGEST_NAME + " or holds control characters");
    }
  }

  /**
   * Somebody who signed in.
   *
   * @throws GatherException INVALID_INPUT when the name is empty, longer than 256 characters, or
   *     holds control characters
   */
  public static Owner user(String name) {
    return new Owner(Kind.USER, name.strip());
  }

  /** For logs; a person's name is in quotes, so that nobody can be named like another kind. */
  @Override
  public String toString() {
    return switch (kind) {
      case LOCAL -> "local";
      case ANONYMOUS -> "anonymous";
      case USER -> '"' + name + '"';
    };
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why)
        .hint("The server's sign-in must name each person by one plain name.");
  }
}
