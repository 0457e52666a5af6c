import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.KeyType;
import com.amazonaws.services.dynamodbv2.model.ScalarAttributeType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;

/** DynamoDB Local on a loopback port with one empty table; its own main listens on every address. */
class LocalTable {
  public static void main(String[] args) throws Exception {
    // Ends with whoever started it, however that ended.
    ProcessHandle.current().parent().ifPresent(p -> p.onExit().thenRun(() -> System.exit(0)));
    int port = Integer.parseInt(args[0]);
    var tables = new LocalDynamoDBRequestHandler(0, true, null, true, false);
    tables.createTable("local", "local", table(args[1]));
    var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(tables, null)));
    try {
      server.start();
    } catch (IOException e) {
      System.err.println("DynamoDB Local: " + e.getMessage() + ": is the port taken?");
      System.exit(1);
    }
    System.out.println("ready");
    server.join();
  }

  private static CreateTableRequest table(String name) {
    return new CreateTableRequest()
        .withTableName(name)
        .withAttributeDefinitions(new AttributeDefinition("pk", ScalarAttributeType.S))
        .withKeySchema(new KeySchemaElement("pk", KeyType.HASH))
        .withBillingMode(BillingMode.PAY_PER_REQUEST);
  }
}
