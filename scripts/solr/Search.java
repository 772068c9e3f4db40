import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.solr.embedded.JettyConfig;
import org.apache.solr.embedded.JettySolrRunner;

/**
 * Solr for the CKAN under test: {@code java -cp 'lib/*' Search.java HOME PORT}.
 *
 * Solr's own Jetty runner serves /solr on 127.0.0.1 until the process is ended by a signal; no release archive is needed. The file
 * HOME/ready appears when the core answers.
 */
public final class Search {
  private Search() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    Path ready = home.resolve("ready");
    Files.deleteIfExists(ready);
    JettyConfig config = new JettyConfig.Builder().setContext("/solr").setPort(Integer.parseInt(args[1])).useOnlyHttp1(true).build();
    JettySolrRunner runner = new JettySolrRunner(home.toString(), new Properties(), config);
    runner.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        runner.stop();
      } catch (Exception error) {
        System.err.println("Solr did not stop cleanly: " + error);
      }
    }));
    Files.writeString(ready, runner.getBaseUrl().toString());
    Thread.currentThread().join();
  }
}
