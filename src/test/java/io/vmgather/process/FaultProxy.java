package io.vmgather.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between the program and a server, and spoils the answers to export requests: after a
 * number of bytes of the answer, for a number of times. Other requests pass.
 */
public final class FaultProxy implements AutoCloseable {
  /** What is done to the connection once the bytes have passed; it is closed afterwards. */
  @FunctionalInterface
  public interface Fault {
    void on(Socket client) throws IOException, InterruptedException;
  }

  /** Ends without a word, as when a process was killed. */
  public static final Fault RESET = client -> client.setSoLinger(true, 0);

  /** Ends in order, too early. */
  public static final Fault CUT = Socket::shutdownOutput;

  private final ServerSocket server;
  private final int upstream;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch hit = new CountDownLatch(1);
  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger faultsLeft = new AtomicInteger();
  private volatile long afterBytes = Long.MAX_VALUE;
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
      OutputStream out = client.getOutputStream();
      out.write(bytes);
      out.flush();
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

  /** Lets so many export requests pass first. */
  public FaultProxy passing(int requests) {
    passing.set(requests);
    return this;
  }

  public boolean wasHit() {
    return hit.getCount() == 0;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
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
      Answers answers = new Answers(client, behind);
      daemon(answers::requests);
      answers.run();
    } catch (IOException | InterruptedException e) {
      // Either side is gone: so is the other now.
    }
  }

  /** One connection: requests go on as they are, answers are counted. */
  private final class Answers {
    private final Socket client;
    private final Socket behind;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    Answers(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    void requests() {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream in = client.getInputStream();
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          String head = new String(buffer, 0, Math.min(n, 200), StandardCharsets.ISO_8859_1);
          left.set(head.contains("/api/v1/export") ? limit() : Long.MAX_VALUE);
          behind.getOutputStream().write(buffer, 0, n);
        }
        behind.shutdownOutput();
      } catch (IOException e) {
        // Either side is gone.
      }
    }

    private long limit() {
      return passing.getAndDecrement() > 0 ? Long.MAX_VALUE : afterBytes;
    }

    void run() throws IOException, InterruptedException {
      byte[] buffer = new byte[16 * 1024];
      InputStream in = behind.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        long before = left.getAndAdd(-n);
        boolean spoilt = n > before && faultsLeft.getAndDecrement() > 0;
        int passed = spoilt ? (int) Math.max(0, before) : n;
        client.getOutputStream().write(buffer, 0, passed);
        if (spoilt) {
          hit.countDown();
          fault.on(client);
          return;
        }
      }
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
