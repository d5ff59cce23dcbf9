(() => {
  const data = JSON.parse(document.getElementById("data").textContent).map((matrix) => ({
    ...matrix,
    cells: matrix.runs.map(cellsOf),
  }));
  const byId = (id) => document.getElementById(id);
  const MARKS = { allowed: "A", denied: "·", "denied explicitly": "X", undecided: "?" };
  const CLASSES = { denied: "denied", "denied explicitly": "explicit", undecided: "undecided" };
  const SERVICES = "services";
  /** What a folded cell shows of its services: the first of these that one of them has. */
  const WORST = ["worrying", "undecided", "possible", "configured", "denied", "explicit"];
  let current = data[0];
  /** Whether each service has a column. */
  let unfolded = false;
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
    const lines = current.summary.map((line) => {
      const button = element("button", { type: "button", textContent: line.title, title: "Show these rows alone" });
      button.setAttribute("aria-pressed", "false");
      button.onclick = () => ask(asked === line ? undefined : line, button);
      const who = line.columns.map((column) => element("span", { textContent: current.subjects[column].title }));
      const none = element("i", { textContent: "nobody" });
      return element("div", {}, element("dt", {}, button), element("dd", {}, ...(who.length > 0 ? who : [none])));
    });
    byId("answers").replaceChildren(...lines);
    byId("settings").textContent = current.unsafe ?? "";
    byId("not-evaluated").textContent = current.notEvaluated ?? "";
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
    const who = byId("subject").value;
    const columns = [...current.subjects.keys()].filter((column) => matches(current.subjects[column].title, who));
    const decision = byId("decision").value;
    const rows = [...current.accessCases.keys()].filter((row) => {
      const { target, title } = current.accessCases[row];
      return (asked === undefined || asked.rows.includes(row)) &&
        matches(target + ": " + title, byId("accessCase").value) &&
        (decision === "" || columns.some((column) => answerOf(row, column).decision === decision));
    });
    const services = columns.filter((column) => current.subjects[column].group === SERVICES);
    // Who searches for a service, or has only one, sees it.
    const folded = unfolded || who !== "" || services.length < 2 ? [] : services;
    const single = columns.filter((column) => !folded.includes(column));
    grid = rows.map((row) => [
      ...single.map((column) => cellButton(row, column)),
      ...(folded.length > 0 ? [foldedButton(row, folded)] : []),
    ]);
    const empty = rows.length === 0 || columns.length === 0;
    byId("matrix").hidden = empty;
    byId("nothing").hidden = !empty;
    byId("matrix").replaceChildren(
      head(single, folded, services),
      element("tbody", {}, ...rows.flatMap((row, index) => lines(row, rows[index - 1], grid[index]))),
    );
    byId("count").textContent = rows.length + " of " + current.accessCases.length + " actions, " +
      columns.length + " of " + current.subjects.length + " subjects";
    hide();
    if (empty) return;
    grid[0][0].tabIndex = 0;
    // What scrolls into view must not end up under the fixed titles.
    const corner = byId("matrix").querySelector("thead td");
    byId("scroll").style.scrollPadding = corner.parentNode.parentNode.offsetHeight + 4 + "px 4px 4px " + (corner.offsetWidth + 4) + "px";
  }

  /** A position in the answers for each subject. */
  function cellsOf(runs) {
    return runs.flatMap((answer, index) => (index % 2 === 0 ? Array(runs[index + 1]).fill(answer) : []));
  }

  const answerOf = (row, column) => current.answers[current.cells[row][column]];
  const classOf = ({ decision, tone }) => tone ?? CLASSES[decision];

  /** Two lines: who the columns are as groups, and each by name. */
  function head(single, folded, services) {
    const groups = [];
    for (const column of single) {
      const { group } = current.subjects[column];
      if (groups.at(-1)?.group === group) groups.at(-1).count += 1;
      else groups.push({ group, count: 1 });
    }
    if (folded.length > 0) groups.push({ group: SERVICES, count: 1 });
    const titles = single.map((column) => nameHead(current.subjects[column].title));
    const fold = folded.length > 0 ? [element("th", { scope: "col" }, foldButton(folded.length + " services", true))] : [];
    const canFold = folded.length === 0 && services.length > 1 && unfolded;
    return element("thead", {},
      element("tr", { className: "groups" }, element("td", { rowSpan: 2 }), ...groups.map(({ group, count }) => {
        const th = element("th", { scope: "colgroup", colSpan: count });
        const name = group === SERVICES && folded.length > 0 ? "" : group;
        th.append(canFold && group === SERVICES ? foldButton(name, false) : element("span", { textContent: name }));
        return th;
      })),
      element("tr", { className: "names" }, ...titles, ...fold));
  }

  const nameHead = (title) => element("th", { scope: "col", title }, element("span", { textContent: title }));

  function foldButton(textContent, opens) {
    const button = element("button", { type: "button", className: "fold", textContent, title: opens ? "Show each service" : "Show the services as one column" });
    // Without the sign that CSS puts after it.
    button.setAttribute("aria-label", textContent);
    button.setAttribute("aria-expanded", String(!opens));
    button.onclick = () => unfold(opens);
    return button;
  }

  /** Keeps the place, and the focus on what was pressed. */
  function unfold(opens) {
    unfolded = opens;
    show();
    byId("matrix").querySelector(".fold")?.focus();
  }

  /** The line of an action, after its target's name where it is the first. */
  function lines(row, previous, buttons) {
    const { target, title } = current.accessCases[row];
    const tds = buttons.map((button) => element("td", { className: button.className }, button));
    const line = element("tr", {}, element("th", { scope: "row", textContent: title }), ...tds);
    if (previous !== undefined && current.accessCases[previous].target === target) return [line];
    const name = element("th", { colSpan: tds.length + 1 }, element("span", { textContent: target }));
    return [element("tr", { className: "target" }, name), line];
  }

  /** Only one cell is a stop of the tab key: arrows go from there. */
  function cellButton(row, column) {
    const answer = answerOf(row, column);
    const accessCase = current.accessCases[row];
    const { title } = current.subjects[column];
    const button = gridButton(title + ": " + accessCase.target + ": " + accessCase.title + ": " + answer.decision, answer);
    button.setAttribute("aria-pressed", "false");
    button.onclick = () => explain(accessCase, title, answer, button);
    return button;
  }

  /** Several services in one cell, which opens them. */
  function foldedButton(row, columns) {
    const answers = columns.map((column) => answerOf(row, column));
    const worst = WORST.map((one) => answers.find((answer) => classOf(answer) === one)).find((one) => one);
    const { target, title } = current.accessCases[row];
    const allowed = answers.filter(({ decision }) => decision === "allowed").length;
    const says = allowed > 0 ? allowed + " of " + columns.length + " services allowed" : columns.length + " services: " + worst.decision;
    const button = gridButton(target + ": " + title + ": " + says, worst);
    button.onclick = () => unfold(true);
    return button;
  }

  function gridButton(label, answer) {
    const button = element("button", {
      type: "button", tabIndex: -1, className: classOf(answer), textContent: MARKS[answer.decision], title: label,
    });
    button.setAttribute("aria-label", label);
    return button;
  }

  function explain(accessCase, who, answer, button) {
    hide();
    chosen = button;
    chosen.setAttribute("aria-pressed", "true");
    const close = element("button", { type: "button", className: "close", textContent: "×", onclick: leave, title: "Close" });
    close.setAttribute("aria-label", "Close");
    const nothing = element("p", { textContent: "No statement allows " + answer.missing + ", and none denies it." });
    byId("detail").replaceChildren(close,
      element("h2", { textContent: accessCase.target + ": " + accessCase.title }),
      element("p", {}, who + ": ", element("b", { className: classOf(answer), textContent: answer.decision })),
      ...(answer.decidedBy.length > 0 ? answer.decidedBy.flatMap(statementsOf) : [nothing]));
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
    byId("matrix").querySelectorAll(".names th").forEach((th) => th.classList.toggle("here", th.cellIndex + 1 === column));
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
