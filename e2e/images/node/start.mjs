// Starts AWS's runtime interface client on the function's handler.
import { run } from "./client/index.mjs";

await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
