import { html } from "../../../render/html";

/** The content of the page before its script runs. */
export const BODY = html`<header>
  <div class="title">
    <h1>Who can do what</h1>
    <nav aria-label="Environment" id="environments"></nav>
  </div>
  <p class="hint">Computed from the synthesized policies. Choose a cell to see the statements that decided it.</p>
  <form id="filters">
    <label>Who <input type="search" id="subject" placeholder="reader, CloudTrail" autocomplete="off"></label>
    <label>Does what <input type="search" id="accessCase" placeholder="delete, log bucket" autocomplete="off"></label>
    <label>Show
      <select id="decision">
        <option value="">all rows</option>
        <option value="allowed">rows with an allowed cell</option>
        <option value="denied explicitly">rows with an explicit denial</option>
        <option value="undecided">rows with an undecided cell</option>
      </select>
    </label>
    <button type="button" id="asked" hidden title="Show all rows again"></button>
    <span id="count" role="status"></span>
  </form>
  <p class="legend"><b class="configured">A allowed, as configured</b> <b class="possible">A allowed within an account</b> <b class="worrying">A allowed to an outsider</b> <b class="denied">· denied: nothing allows it</b> <b class="explicit">X denied explicitly</b> <b class="undecided">? undecided</b></p>
</header>
<main>
  <div id="scroll">
    <details id="summary" open><summary>In short</summary><dl id="answers"></dl><p id="settings"></p><p id="not-evaluated"></p></details>
    <table id="matrix"></table><p id="nothing" hidden>Nothing matches. Take a word out of the filters.</p>
  </div>
  <aside id="detail" aria-live="polite" hidden></aside>
</main>`;
