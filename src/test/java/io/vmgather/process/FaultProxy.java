package io.vmgather.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the program and a server, and spoils chosen exchanges: after a number of bytes of
 * the answer or of the request, for a number of times. Other requests pass.
 */
public final class FaultProxy implements AutoCloseable {
  /** What is done to a connection once the bytes have passed. */
  @FunctionalInterface
  public interface Fault {
    /** Ends the connection in some way; it is closed afterwards. */
    void on(Socket receiver) throws IOException, InterruptedException;

    /**
     * Takes the place of {@code bytes} between the two indexes, the first of which is the first
     * spoilt one.
     *
     * @return whether the connection goes on
     */
    default boolean instead(byte[] bytes, int from, int to, Socket receiver)
        throws IOException, InterruptedException {
      on(receiver);
      return false;
    }
  }

  /** Ends without a word, as when a process was killed. */
  public static final Fault RESET = client -> client.setSoLinger(true, 0);

  /** Ends in order, too early. */
  public static final Fault CUT = Socket::shutdownOutput;

  private static final String EXPORT = "/api/v1/export";
  private static final int MOST_READ_WHOLE = 60_000;
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

  private final ServerSocket server;
  private final int upstream;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch hit = new CountDownLatch(1);
  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger faultsLeft = new AtomicInteger();
  private volatile Predicate<String> place = request -> request.contains(EXPORT);
  private volatile long afterBytes = Long.MAX_VALUE;
  private volatile boolean onTheWayIn;
  private volatile Fault fault;

  private FaultProxy(ServerSocket server, int upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  public static FaultProxy before(int upstreamPort) throws IOException {
    FaultProxy proxy =
        new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), upstreamPort);
    daemon(proxy::accept);
    return proxy;
  }

  /** Writes text as one more chunk of the answer, as VictoriaMetrics does when it fails late. */
  public static Fault text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return client -> {
      client.getOutputStream().write(bytes);
      client.getOutputStream().flush();
      client.shutdownOutput();
    };
  }

  /** Sends nothing more until the proxy is closed. */
  public Fault stall() {
    return client -> closed.await();
  }

  public FaultProxy spoil(long bytes, int times, Fault how) {
    fault = how;
    faultsLeft.set(times);
    afterBytes = bytes;
    return this;
  }

  /** Spoils requests instead of answers, before they reach the server. */
  public FaultProxy onTheWayIn() {
    onTheWayIn = true;
    return this;
  }

  /** Which requests are meant, by their path and form; exports, if nothing is said. */
  public FaultProxy at(Predicate<String> requests) {
    place = requests;
    return this;
  }

  /** Lets so many of the meant requests pass first. */
  public FaultProxy passing(int requests) {
    passing.set(requests);
    return this;
  }

  public boolean wasHit() {
    return hit.getCount() == 0;
  }

  /** The requests so far: path and form, in the order of their arrival. */
  public List<String> requests() {
    return requests;
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      open.add(behind);
      Exchanges exchanges = new Exchanges(client, behind);
      daemon(exchanges::requests);
      exchanges.answers();
    } catch (IOException | InterruptedException e) {
      // Either side is gone: so is the other now.
    }
  }

  /** One connection. */
  private final class Exchanges {
    private final Socket client;
    private final Socket behind;
    private final AtomicLong answerLeft = new AtomicLong(Long.MAX_VALUE);
    private long requestLeft = Long.MAX_VALUE;

    Exchanges(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    void requests() {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream in = client.getInputStream();
        for (int n = read(in, buffer); n > 0; n = read(in, buffer)) {
          String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
          if (text.startsWith("POST ") || text.startsWith("GET ")) {
            begin(text);
          }
          long before = requestLeft;
          requestLeft -= n;
          if (n <= before || faultsLeft.getAndDecrement() <= 0) {
            behind.getOutputStream().write(buffer, 0, n);
          } else if (!spoilt(buffer, (int) Math.max(0, before), n, behind)) {
            // Whoever sends it sees the connection end, too.
            client.setSoLinger(true, 0);
            client.close();
            behind.close();
            return;
          }
        }
        behind.shutdownOutput();
      } catch (IOException | InterruptedException e) {
        // Either side is gone.
      }
    }

    private int read(InputStream in, byte[] buffer) throws IOException {
      int n = in.read(buffer);
      while (n > 0 && missing(buffer, n)) {
        n += Math.max(0, in.read(buffer, n, buffer.length - n));
      }
      return n;
    }

    private boolean missing(byte[] buffer, int n) {
      String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      Matcher length = LENGTH.matcher(text);
      return text.startsWith("POST ")
          && (head < 0
              || (length.find()
                  && Long.parseLong(length.group(1)) < MOST_READ_WHOLE
                  && n < head + 4 + Long.parseLong(length.group(1))));
    }

    private void begin(String text) {
      String path = text.substring(text.indexOf(' ') + 1, text.indexOf(" HTTP/"));
      boolean form = text.contains("x-www-form-urlencoded");
      String body = form ? text.substring(text.indexOf("\r\n\r\n") + 4) : "";
      String request = URLDecoder.decode(path + " " + body, StandardCharsets.UTF_8);
      requests.add(request);
      long limit =
          place.test(request) && passing.getAndDecrement() <= 0 ? afterBytes : Long.MAX_VALUE;
      answerLeft.set(onTheWayIn ? Long.MAX_VALUE : limit);
      requestLeft = onTheWayIn ? limit : Long.MAX_VALUE;
    }

    void answers() throws IOException, InterruptedException {
      byte[] buffer = new byte[16 * 1024];
      InputStream in = behind.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        long before = answerLeft.getAndAdd(-n);
        if (n <= before || faultsLeft.getAndDecrement() <= 0) {
          client.getOutputStream().write(buffer, 0, n);
        } else if (!spoilt(buffer, (int) Math.max(0, before), n, client)) {
          return;
        }
      }
    }

    private boolean spoilt(byte[] buffer, int from, int to, Socket receiver)
        throws IOException, InterruptedException {
      receiver.getOutputStream().write(buffer, 0, from);
      hit.countDown();
      boolean goesOn = fault.instead(buffer, from, to, receiver);
      answerLeft.set(Long.MAX_VALUE);
      requestLeft = Long.MAX_VALUE;
      return goesOn;
    }
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }

  /** Ends every connection; new ones are refused. */
  public void hangUp() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
