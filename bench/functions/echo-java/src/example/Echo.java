package example;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers every event with itself. */
public class Echo {
  public void echo(InputStream event, OutputStream answer) throws IOException {
    event.transferTo(answer);
  }
}
