package io.vmgather.common.vm;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpHost;

/**
 * Asks one VictoriaMetrics. Any thread; the one who made it closes it, which also ends every answer
 * that is still being read. Clients made by {@link #withBasePath} share its connections and need no
 * closing.
 */
public final class VmClient implements AutoCloseable {
  // As a tree it takes about eight times that: more would not fit a heap of 256 MB.
  private static final int MAX_JSON = 16 * 1024 * 1024;
  private static final int MAX_SHORT_ANSWER = 2 * 1024;

  private final Transport transport;
  private final URI origin;
  private final String basePath;
  private final RetryPolicy retry;
  private final AbortSwitch abort;

  private VmClient(
      Transport transport, URI origin, String basePath, RetryPolicy retry, AbortSwitch abort) {
    this.transport = transport;
    this.origin = origin;
    this.basePath = basePath;
    this.retry = retry;
    this.abort = abort;
  }

  /** A client with the default time-outs and retries, see {@link #open(Connection, Settings)}. */
  public static VmClient open(Connection connection) {
    return open(connection, Settings.DEFAULT);
  }

  /**
   * A client for {@code connection}: its first candidate address, so a connection that {@link
   * Probe} resolved is taken as it is. Nothing is sent yet.
   *
   * @throws GatherException INVALID_INPUT when the address, the sign-in or a certificate can't be
   *     read
   */
  public static VmClient open(Connection connection, Settings settings) {
    Address address = Address.read(connection);
    return open(
        address.origins().get(0), address.basePaths().get(0), connection, address.auth(), settings);
  }

  static VmClient open(
      URI origin, String basePath, Connection connection, Auth auth, Settings settings) {
    HttpHost host =
        new HttpHost(origin.getScheme(), Address.bare(origin.getHost()), origin.getPort());
    Transport transport = new Transport(host, auth.checked(), connection, settings);
    return new VmClient(transport, origin, basePath, settings.retry(), null);
  }

  /**
   * What a client does besides asking.
   *
   * @param retry for {@link #call} and {@link #text}; {@link #open(String, Params)} never retries
   * @param certificates beside those of the system, on every connection
   * @param proxy on the way to every server that it leads to
   * @param headers of each request, such as a tenant's; no secrets
   */
  public record Settings(
      Timeouts timeouts,
      RetryPolicy retry,
      HostResolver resolver,
      Certificates certificates,
      OutgoingProxy proxy,
      Map<String, String> headers) {
    public static final Settings DEFAULT = through(OutgoingProxy.NONE);

    public Settings {
      headers = Map.copyOf(headers);
    }

    /** Without headers of their own. */
    public Settings(
        Timeouts timeouts,
        RetryPolicy retry,
        HostResolver resolver,
        Certificates certificates,
        OutgoingProxy proxy) {
      this(timeouts, retry, resolver, certificates, proxy, Map.of());
    }

    /** The default with a proxy. */
    public static Settings through(OutgoingProxy proxy) {
      return new Settings(
          Timeouts.DEFAULT, RetryPolicy.standard(), HostResolver.SYSTEM, Certificates.NONE, proxy);
    }

    /** The same server seen with other patience. */
    public Settings with(Timeouts otherTimeouts, RetryPolicy otherRetry) {
      return new Settings(otherTimeouts, otherRetry, resolver, certificates, proxy, headers);
    }

    /** The same with other headers on each request. */
    public Settings with(Map<String, String> otherHeaders) {
      return new Settings(timeouts, retry, resolver, certificates, proxy, otherHeaders);
    }

    /** For finding out whether and where a server answers: once, and nobody waits minutes. */
    public Settings probing() {
      return with(Timeouts.PROBE.orShorter(timeouts), RetryPolicy.never());
    }
  }

  /** The same server and connections at another path; {@code path} is empty or starts with /. */
  public VmClient withBasePath(String path) {
    return new VmClient(transport, origin, path, retry, abort);
  }

  /** The same server and connections with another policy, such as one that can be cancelled. */
  public VmClient withRetry(RetryPolicy other) {
    return new VmClient(transport, origin, basePath, other, abort);
  }

  /**
   * The same server and connections for one thread, whose requests end at any moment with CANCELLED
   * when the switch is thrown, and which does not try again then.
   */
  public VmClient withAbort(AbortSwitch other) {
    return new VmClient(transport, origin, basePath, retry.until(other::aborted), other);
  }

  /** The address in front of {@code /api/v1/…}, without credentials. */
  public URI base() {
    return URI.create(origin + basePath);
  }

  /** The path in front of {@code /api/v1/…}: empty, or starting with / and not ending with it. */
  public String basePath() {
    return basePath;
  }

  /** Host and port, for messages. */
  public String server() {
    return transport.server();
  }

  /** Whether the server is on this machine's loopback. */
  public boolean local() {
    return Address.isLoopback(Address.bare(origin.getHost()));
  }

  /**
   * Asks a JSON API and returns its whole answer, {@code data} and all.
   *
   * @param path below {@link #base}, such as {@code /api/v1/query}
   * @throws GatherException as {@link #open(String, Params)}; BROKEN_ANSWER when it is no JSON;
   *     SERVER_LIMIT beyond 16 MiB; REJECTED when the answer's status is not success
   */
  public JsonNode call(String path, Params params) {
    return retry.run(
        () -> {
          try (OpenAnswer answer = open(path, params)) {
            return new JsonAnswer(server(), transport.redaction()).in(bytes(answer, MAX_JSON));
          }
        });
  }

  /** Takes in an answer's body; called again from the start when an attempt failed. */
  @FunctionalInterface
  public interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * Asks and lets {@code reader} take the answer in as it comes, whatever its length.
   *
   * @throws GatherException as {@link #open(String, Params)}; BROKEN_ANSWER when {@code reader}
   *     fails with an IOException
   */
  public <T> T read(String path, Params params, BodyReader<T> reader) {
    return retry.run(
        () -> {
          try (OpenAnswer answer = open(path, params)) {
            return reader.read(answer.body());
          } catch (IOException unreadable) {
            throw new GatherException(
                    ErrorCode.BROKEN_ANSWER,
                    server() + " sent an answer that can't be read",
                    unreadable)
                .hint(JsonAnswer.DAMAGED);
          }
        });
  }

  /**
   * Reads a text such as {@code /metrics} by GET.
   *
   * @param maxBytes at most 64 MiB; a longer text fails with SERVER_LIMIT
   */
  public String text(String path, int maxBytes) {
    return text(maxBytes, () -> transport.get(basePath + path, Params.none(), ownSwitch()));
  }

  /** The same beside other work: on a connection of its own, with less patience. */
  public String textAside(String path, int maxBytes, Duration firstByte) {
    return text(maxBytes, () -> transport.aside(basePath + path, firstByte, ownSwitch()));
  }

  private String text(int maxBytes, Supplier<OpenAnswer> asked) {
    return retry.run(
        () -> {
          try (OpenAnswer answer = asked.get()) {
            return new String(bytes(answer, maxBytes), StandardCharsets.UTF_8);
          }
        });
  }

  /**
   * Sends a body by POST to a path that answers success with nothing, such as {@code
   * /api/v1/import}; one attempt.
   *
   * @throws GatherException as {@link #open(String, Params)}; ROUTE_MISSING when a text comes back,
   *     which no import answers: something else stands there, such as a page to sign in on
   */
  public void send(String path, Upload upload) {
    try (OpenAnswer answer = transport.post(basePath + path, upload, ownSwitch())) {
      String text =
          new String(answer.body().readNBytes(MAX_SHORT_ANSWER), StandardCharsets.UTF_8).strip();
      if (!text.isEmpty()) {
        throw new GatherException(
                ErrorCode.ROUTE_MISSING,
                server()
                    + " answers with a text instead of taking the data: "
                    + transport.redaction().clean(ErrorText.reason(text)))
            .hint("Check the address's path; behind a sign-in page use a token or another one.");
      }
    } catch (IOException impossible) {
      throw new GatherException(ErrorCode.INTERNAL, "Reading failed", impossible);
    }
  }

  /**
   * Asks by POST and hands out the body unread; one attempt. The caller closes the answer.
   *
   * @throws GatherException LOGIN_REFUSED, ROUTE_MISSING, REJECTED, SERVER_LIMIT, BUSY,
   *     BROKEN_ANSWER, UNREACHABLE or TIMED_OUT, with the server's own words in the message
   */
  public OpenAnswer open(String path, Params params) {
    return open(path, params, ownSwitch());
  }

  private AbortSwitch ownSwitch() {
    return abort == null ? new AbortSwitch() : abort;
  }

  /** The same, to be ended from another thread at any moment; then it throws CANCELLED. */
  public OpenAnswer open(String path, Params params, AbortSwitch chosen) {
    try {
      return transport.post(basePath + path, params, chosen);
    } catch (GatherException refused) {
      // POST takes selectors of any length; a proxy that only lets GET through says 405.
      if (RefusedAnswer.statusOf(refused).filter(status -> status == 405).isEmpty()) {
        throw refused;
      }
      return transport.get(basePath + path, params, chosen);
    }
  }

  /** Ends all requests of this client and of those that share its connections. */
  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "VmClient[" + base() + "]";
  }

  private byte[] bytes(OpenAnswer answer, int max) {
    try {
      byte[] bytes = answer.body().readNBytes(max + 1);
      if (bytes.length > max) {
        throw new GatherException(
                ErrorCode.SERVER_LIMIT,
                "The answer of " + server() + " is longer than " + max + " bytes")
            .hint("Ask for a shorter time or fewer series.");
      }
      return bytes;
    } catch (IOException impossible) {
      throw new GatherException(ErrorCode.INTERNAL, "Reading failed", impossible);
    }
  }
}
