// The inbox follows what changes.

import { follow } from "./live.js";

follow("/inbox/live");
