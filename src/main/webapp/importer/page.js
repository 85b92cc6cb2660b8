const state = document.getElementById("state");

fetch("api/health", { headers: { Accept: "application/json" } })
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
  .then((health) => {
    state.textContent = `Running, version ${health.version}`;
  })
  .catch((failure) => {
    state.textContent = `No answer from the service (${failure.message})`;
  });
