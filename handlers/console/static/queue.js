// The queue page follows what changes.

import { follow } from "./live.js";

follow(`/queue/live${window.location.search}`);
