// Starts AWS's runtime interface client as AWS's image does: start.mjs TASK_ROOT HANDLER.
import { run } from "./client/index.mjs";

const [taskRoot, handler] = process.argv.splice(2, 2);
await run(taskRoot, handler);
