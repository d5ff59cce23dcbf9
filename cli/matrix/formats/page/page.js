(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const MARKS = { allowed: "A", denied: "·", "denied explicitly": "X" };
  const CLASSES = { allowed: "allowed", denied: "denied", "denied explicitly": "explicit" };
  let current = data[0];

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
        button.onclick = () => { current = matrix; hide(); showEnvironments(); show(); };
        return button;
      }),
    );
  }

  function show() {
    const subjects = current.subjects.filter(({ title }) => matches(title, byId("subject").value));
    const cells = new Map(current.cells.map((cell) => [cell.deed + " " + cell.subject, cell]));
    const cellOf = (deed, subject) => cells.get(deed.id + " " + subject.id);
    const wanted = byId("decision").value;
    const deeds = current.deeds.filter((deed) =>
      matches(deed.target + ": " + deed.title, byId("deed").value) &&
      (wanted === "" || subjects.some((subject) => cellOf(deed, subject).decision === wanted)));
    const rows = deeds.flatMap((deed, index) => {
      const row = element("tr", {}, element("th", { scope: "row", textContent: deed.title }),
        ...subjects.map((subject) => cellElement(deed, subject, cellOf(deed, subject))));
      if (index > 0 && deeds[index - 1].target === deed.target) return [row];
      return [element("tr", { className: "target" }, element("th", { textContent: deed.target, colSpan: subjects.length + 1 })), row];
    });
    byId("matrix").replaceChildren(
      element("thead", {}, element("tr", {}, element("th"), ...subjects.map(({ title }) =>
        element("th", { scope: "col", title }, element("div", {}, element("span", { textContent: title })))))),
      element("tbody", {}, ...rows),
    );
    byId("count").textContent = deeds.length + " of " + current.deeds.length + " deeds, " + subjects.length + " of " + current.subjects.length + " subjects";
  }

  function cellElement(deed, subject, cell) {
    const label = subject.title + ": " + deed.title + ": " + cell.decision;
    const button = element("button", { type: "button", textContent: MARKS[cell.decision], title: label });
    button.setAttribute("aria-label", label);
    const td = element("td", { className: CLASSES[cell.decision] }, button);
    td.dataset.deed = deed.id;
    td.dataset.subject = subject.id;
    button.onclick = () => {
      document.querySelectorAll("td.chosen").forEach((chosen) => chosen.classList.remove("chosen"));
      td.classList.add("chosen");
      explain(deed, subject, cell);
    };
    return td;
  }

  function explain(deed, subject, cell) {
    const close = element("button", { type: "button", className: "close", textContent: "×", onclick: hide });
    close.setAttribute("aria-label", "Close");
    const nothing = element("p", { textContent: "No statement allows it." });
    const statements = cell.by.flatMap(({ source, sid }) => {
      const statement = current.statements[source + " " + sid];
      const text = statement ? JSON.stringify(statement, null, 2) : "Not a statement of these stacks.";
      return [element("h3", { textContent: sid + " in " + source }), element("pre", { textContent: text })];
    });
    byId("detail").replaceChildren(close,
      element("h2", { textContent: deed.target + ": " + deed.title }),
      element("p", {}, subject.title + ": ", element("b", { className: CLASSES[cell.decision], textContent: cell.decision })),
      ...(cell.by.length > 0 ? statements : [nothing]));
    byId("detail").hidden = false;
  }

  function hide() {
    byId("detail").hidden = true;
    document.querySelectorAll("td.chosen").forEach((chosen) => chosen.classList.remove("chosen"));
  }

  for (const id of ["subject", "deed", "decision"]) byId(id).addEventListener("input", show);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
  showEnvironments();
  show();
})();
