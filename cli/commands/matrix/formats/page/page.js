(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const MARKS = { allowed: "A", denied: "·", "denied explicitly": "X", undecided: "?" };
  const CLASSES = { allowed: "allowed", denied: "denied", "denied explicitly": "explicit", undecided: "undecided" };
  let current = data[0];
  /** Rows and columns of cell buttons, as shown. */
  let grid = [];
  /** The line of the summary whose rows alone are shown. */
  let asked;
  /** The cell whose statements are shown. */
  let chosen;

  const element = (name, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };
  /** Every word must occur: "log delete" finds "log bucket: delete an object". */
  const matches = (text, query) => query.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));

  function showEnvironments() {
    byId("environments").replaceChildren(
      ...data.map((matrix) => {
        const button = element("button", { type: "button", textContent: matrix.name });
        button.setAttribute("aria-pressed", String(matrix === current));
        button.onclick = () => {
          current = matrix;
          asked = undefined;
          for (const other of byId("environments").children) other.setAttribute("aria-pressed", String(other === button));
          showSummary();
          show();
        };
        return button;
      }),
    );
  }

  /** A line for each question that a reviewer asks first. Its title shows its rows alone, and again all of them. */
  function showSummary() {
    const titles = new Map(current.subjects.map(({ id, title }) => [id, title]));
    const lines = current.summary.map((line) => {
      const button = element("button", { type: "button", textContent: line.title, title: "Show these rows alone" });
      button.setAttribute("aria-pressed", "false");
      button.onclick = () => ask(asked === line ? undefined : line, button);
      const who = line.subjects.map((id) => element("span", { textContent: titles.get(id) }));
      const none = element("i", { textContent: "nobody" });
      return element("div", {}, element("dt", {}, button), element("dd", {}, ...(who.length > 0 ? who : [none])));
    });
    byId("answers").replaceChildren(...lines);
    byId("settings").textContent = current.unsafe ?? "";
    byId("summary").hidden = lines.length === 0;
  }

  /** Shows the rows of a line alone, or all of them, and says so beside the filters. */
  function ask(line, button) {
    asked = line;
    for (const one of byId("answers").querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one === button && asked !== undefined));
    }
    showRows();
  }

  function showAsked() {
    byId("asked").hidden = asked === undefined;
    byId("asked").textContent = asked ? asked.title + " ×" : "";
    byId("asked").setAttribute("aria-label", asked ? "Only rows of: " + asked.title + ". Remove" : "");
  }

  /** Shows the rows asked for, and brings them up where the summary holds the place. */
  function showRows() {
    show();
    byId("scroll").scrollTop = byId("matrix").offsetTop - byId("scroll").offsetTop;
  }

  function show() {
    showAsked();
    const subjects = current.subjects.filter(({ title }) => matches(title, byId("subject").value));
    const cells = new Map(current.cells.map((cell) => [cell.accessCase + " " + cell.subject, cell]));
    const cellOf = (accessCase, subject) => cells.get(accessCase.id + " " + subject.id);
    const decision = byId("decision").value;
    const accessCases = current.accessCases.filter((accessCase) =>
      (asked === undefined || asked.accessCases.includes(accessCase.id)) &&
      matches(accessCase.target + ": " + accessCase.title, byId("accessCase").value) &&
      (decision === "" || subjects.some((subject) => cellOf(accessCase, subject).decision === decision)));
    grid = accessCases.map((accessCase) => subjects.map((subject) => cellButton(accessCase, subject, cellOf(accessCase, subject))));
    const empty = accessCases.length === 0 || subjects.length === 0;
    byId("matrix").hidden = empty;
    byId("nothing").hidden = !empty;
    byId("matrix").replaceChildren(head(subjects), element("tbody", {}, ...accessCases.flatMap((accessCase, row) => lines(accessCases, row))));
    byId("count").textContent = accessCases.length + " of " + current.accessCases.length + " actions, " +
      subjects.length + " of " + current.subjects.length + " subjects";
    hide();
    if (empty) return;
    grid[0][0].tabIndex = 0;
    // What scrolls into view must not end up under the fixed titles.
    const corner = byId("matrix").querySelector("thead td");
    byId("scroll").style.scrollPadding = corner.offsetHeight + 4 + "px 4px 4px " + (corner.offsetWidth + 4) + "px";
  }

  function head(subjects) {
    const titles = subjects.map(({ title }) => element("th", { scope: "col", title }, element("span", { textContent: title })));
    return element("thead", {}, element("tr", {}, element("td"), ...titles));
  }

  /** The line of an action, after its target's name where it is the first. */
  function lines(accessCases, row) {
    const { target, title } = accessCases[row];
    const tds = grid[row].map((button) => element("td", { className: button.className }, button));
    const line = element("tr", {}, element("th", { scope: "row", textContent: title }), ...tds);
    if (row > 0 && accessCases[row - 1].target === target) return [line];
    const name = element("th", { colSpan: tds.length + 1 }, element("span", { textContent: target }));
    return [element("tr", { className: "target" }, name), line];
  }

  /** Only one cell is a stop of the tab key: arrows go from there. */
  function cellButton(accessCase, subject, cell) {
    const label = subject.title + ": " + accessCase.target + ": " + accessCase.title + ": " + cell.decision;
    const button = element("button", {
      type: "button", tabIndex: -1, className: CLASSES[cell.decision], textContent: MARKS[cell.decision], title: label,
    });
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", "false");
    button.dataset.accessCase = accessCase.id;
    button.dataset.subject = subject.id;
    button.onclick = () => explain(accessCase, subject, cell, button);
    return button;
  }

  function explain(accessCase, subject, cell, button) {
    hide();
    chosen = button;
    chosen.setAttribute("aria-pressed", "true");
    const close = element("button", { type: "button", className: "close", textContent: "×", onclick: leave, title: "Close" });
    close.setAttribute("aria-label", "Close");
    const nothing = element("p", { textContent: "No statement allows " + cell.missing + ", and none denies it." });
    byId("detail").replaceChildren(close,
      element("h2", { textContent: accessCase.target + ": " + accessCase.title }),
      element("p", {}, subject.title + ": ", element("b", { className: CLASSES[cell.decision], textContent: cell.decision })),
      ...(cell.decidedBy.length > 0 ? cell.decidedBy.flatMap(statementsOf) : [nothing]));
    byId("detail").hidden = false;
    byId("detail").scrollTop = 0;
    focusOn(button);
    button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function statementsOf({ source, sid }) {
    const found = current.statements[source + " " + sid] ?? [];
    const texts = found.map((statement) => JSON.stringify(statement, null, 2));
    return [
      element("h3", {}, sid, element("small", { textContent: source })),
      ...(texts.length > 0 ? texts : ["Not a statement of these stacks."]).map((textContent) => element("pre", { textContent })),
    ];
  }

  function hide() {
    byId("detail").hidden = true;
    if (chosen) chosen.setAttribute("aria-pressed", "false");
    chosen = undefined;
  }

  /** Closes the statements, and goes back to where they came from. */
  function leave() {
    const from = chosen;
    hide();
    if (from) from.focus();
  }

  function focusOn(button) {
    for (const stop of byId("matrix").querySelectorAll("button[tabindex='0']")) stop.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  }

  function move(event) {
    const row = grid.findIndex((buttons) => buttons.includes(event.target));
    if (row < 0) return;
    const column = grid[row].indexOf(event.target);
    const last = grid[row].length - 1;
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, last],
    }[event.key];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = grid[to[0]]?.[to[1]];
    if (next) focusOn(next);
  }

  /** Shows whose column the pointer or the focus is in. */
  function point({ target }) {
    const column = target.closest?.("tbody td")?.cellIndex;
    byId("matrix").querySelectorAll("thead th").forEach((th) => th.classList.toggle("here", th.cellIndex === column));
  }

  for (const id of ["subject", "accessCase", "decision"]) byId(id).addEventListener("input", showRows);
  byId("asked").onclick = () => {
    ask(undefined);
    byId("accessCase").focus();
  };
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("matrix").addEventListener("keydown", move);
  for (const type of ["pointerover", "focusin"]) byId("matrix").addEventListener(type, point);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && chosen) leave(); });
  showEnvironments();
  showSummary();
  show();
})();
