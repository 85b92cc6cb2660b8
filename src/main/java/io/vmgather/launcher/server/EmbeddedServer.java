package io.vmgather.launcher.server;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * One application in an embedded Jetty, as its {@code web.xml} describes it for others. Put
 * together and started by one thread; {@link #stop} may be called by any.
 */
final class EmbeddedServer {
  private static final Logger LOG = Logger.getLogger(EmbeddedServer.class.getName());
  private static final int MOST_THREADS = 64;
  private static final int FEWEST_THREADS = 4;
  private static final Duration REQUESTS_MAY_TAKE = Duration.ofSeconds(3);

  private final Server server;
  private final ServerConnector connector;
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final List<Runnable> stopActions = new ArrayList<>();

  /** A server that will accept from the listener's channel, and close it. */
  EmbeddedServer(Listener listener) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("http");
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(listener.address().getHostString()); // for its log: the channel is bound
    connector.open(listener.channel());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(context));
    server.setErrorHandler(new RefusedRequests());
    server.setStopTimeout(REQUESTS_MAY_TAKE.toMillis());
    context.setWelcomeFiles(new String[] {"index.html"});
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    errors.setShowCauses(false);
    context.setErrorHandler(errors);
  }

  /** Hears of the start, and may add filters and servlets then. */
  void listener(ServletContextListener listener) {
    context.addEventListener(listener);
  }

  /**
   * @param path such as {@code /metrics} or {@code /files/*}
   */
  void servlet(Servlet servlet, String path) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
  }

  /** Answers all errors that a servlet or filter raises, by a servlet of this path. */
  void errorPage(String path) {
    ((ErrorPageErrorHandler) context.getErrorHandler())
        .addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, path);
  }

  /** The application's resources, below {@code /api/}. */
  void api(ResourceConfig resources) {
    resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    ServletHolder holder = new ServletHolder("api", new ServletContainer(resources));
    holder.setInitOrder(1);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/api/*");
  }

  /**
   * The pages, at the root.
   *
   * @param folder on the class path, which has an {@code index.html}
   */
  void pages(String folder) {
    URL index = EmbeddedServer.class.getResource("/" + folder + "/index.html");
    String base = index.toString().substring(0, index.toString().lastIndexOf('/') + 1);
    ServletHolder holder = new ServletHolder("pages", DefaultServlet.class);
    holder.setInitParameter("baseResource", base);
    holder.setInitParameter("dirAllowed", "false");
    holder.setInitParameter("etags", "true");
    holder.setInitParameter("cacheControl", "no-cache");
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/");
  }

  /**
   * Runs when the server has stopped accepting and before requests that are still open are cut off:
   * the place to stop jobs so that they can be resumed. May take a few seconds.
   */
  void onStop(Runnable action) {
    stopActions.add(action);
  }

  void start() throws Exception {
    server.start();
  }

  /** Waits until somebody stops the server. */
  void join() throws InterruptedException {
    server.join();
  }

  /**
   * Stops accepting, runs the actions, lets open requests end within three seconds.
   *
   * @return whether all went well
   */
  boolean stop() {
    boolean well = true;
    connector.close();
    for (Runnable action : stopActions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "stopping", e);
        well = false;
      }
    }
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "requests were cut off: {0}", e.toString());
    }
    return well;
  }
}
