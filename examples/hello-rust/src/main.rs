//! hello-rust greets whoever the event names.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde::Serialize;
use serde_json::{json, Value};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    body: String,
}

async fn handle(event: LambdaEvent<Value>) -> Result<Answer, Error> {
    let query = &event.payload["queryStringParameters"];
    let name = query["name"].as_str().unwrap_or("world");
    let body = json!({ "hello": name }).to_string();
    Ok(Answer { status_code: 200, body })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
