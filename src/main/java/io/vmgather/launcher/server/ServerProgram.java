package io.vmgather.launcher.server;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server from its start to the signal that ends it, and what a person sees of it. */
public final class ServerProgram {
  private static final String TOKEN_VARIABLE = "VMGATHER_ACCESS_TOKEN";
  private static final Duration STOP = Duration.ofSeconds(9);

  private final Listener listener;
  private final AccessToken token;
  private final EmbeddedServer server;

  private ServerProgram(Listener listener, AccessToken token, EmbeddedServer server) {
    this.listener = listener;
    this.token = token;
    this.server = server;
  }

  /**
   * Starts an application; it answers when this returns, and stops in order when the process is
   * told to end.
   *
   * @throws io.vmgather.common.GatherException INVALID_INPUT when the address can't be had
   */
  public static ServerProgram start(Served application, ServerOptions options) throws Exception {
    Listener listener = Listener.bind(options.address());
    HeadStart.begin();
    try {
      AccessToken token = tokenFor(listener, System.getenv(TOKEN_VARIABLE));
      EmbeddedServer server =
          switch (application) {
            case EXPORTER -> ExporterServer.create(listener, options, token);
            case IMPORTER -> ImporterServer.create(listener, options, token);
          };
      ServerProgram program = new ServerProgram(listener, token, server);
      program.start();
      return program;
    } catch (Exception e) {
      listener.channel().close();
      throw e;
    }
  }

  private void start() throws Exception {
    Thread hook = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      server.start();
    } catch (Exception e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      throw e;
    }
  }

  /** A server that others can reach always has one, and one of this machine when it is given. */
  private static AccessToken tokenFor(Listener listener, String given) {
    if (given != null && !given.isBlank()) {
      return AccessToken.given(given.strip());
    }
    return listener.isLocal() ? null : AccessToken.random();
  }

  /** Says in one line where it is. */
  public void announce(String version, PrintStream out) {
    String why = listener.fallback().isEmpty() ? "" : "  (" + listener.fallback() + ")";
    out.println("vmgather " + version + " is at " + url(token == null ? null : token.text()) + why);
    out.flush();
  }

  /** Shows it to the person at this machine; nothing happens where there is no desktop. */
  public void openBrowser() {
    Browser.open(url(token == null ? null : token.singleUse()));
  }

  private String url(String secret) {
    return secret == null ? listener.url() : listener.url() + "?token=" + secret;
  }

  /** Asks for what a browser asks first, so that its classes are known. */
  public void train() throws IOException {
    Training.visit(listener);
  }

  public void join() throws InterruptedException {
    server.join();
  }

  /** Ends the process here: an orderly end is a success, whatever the signal says. */
  private void stop() {
    FutureTask<Boolean> work = new FutureTask<>(server::stop);
    new Thread(work, "stop-server").start();
    boolean orderly = false;
    try {
      orderly = work.get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      System.err.println("the server could not be stopped in order");
    }
    Runtime.getRuntime().halt(orderly ? 0 : 1);
  }
}
