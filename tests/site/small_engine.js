// An engine of a dozen articles that keeps the interface of js/search-*.js: window.asked lists what it was asked.
(function () {
  const guiju = (window.guiju = window.guiju || {});
  window.asked = [];
  const article = (id, title, level, number, text, more) => ({kind: "条文", title, level, label: `第${number}条`,
    divisions: ["第八章 党的纪律检查机关"], status: "现行有效", version: "2024-01-01", regulation: id, isDigest: true,
    url: `regulations/${id}.html#art-${number}`, text, ...more});
  const shelf = [
    article("dangzhang", "中国共产党章程", "党章", 46, "党的各级纪律检查委员会是党内监督专责机关", {isDigest: false}),
    article("chufen", "中国共产党纪律处分条例", "条例", 97, "收受可能影响公正执行公务的<礼品>、礼金"),
    article("chufen", "中国共产党纪律处分条例", "条例", 98, "向从事公务的人员赠送礼品的"),
    article("gongwuyuan", "中华人民共和国公务员法", "法律", 59, "公务员不得利用职务收受礼品"),
    ...Array.from({length: 21}, (_, n) => article("chufen", "中国共产党纪律处分条例", "条例", 100 + n, "礼品之外的规定")),
    article("chufen", "中国共产党纪律处分条例", "条例", 88, "旧的礼品规定", {status: "已被修订", version: "2018-10-01"}),
  ];
  const term = {kind: "术语", title: "礼品", label: "", divisions: [], status: null, version: "", regulation: "",
    isDigest: false, url: "handbook/glossary.html#term-礼品", pieces: [["不收的", false], ["礼品", true]], score: 1};
  const count = (hits, of) => hits.reduce((all, hit) => ({...all, [of(hit)]: (all[of(hit)] || 0) + 1}), {});
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  guiju.engine = (root) => ({
    async complete(text) {
      return ["党章第四条", "党章第四十六条", "礼品礼金"].filter((one) => one.startsWith(text));
    },
    async search(query, {level, status, regulation, limit = 10, skip = 0} = {}) {
      window.asked.push(query);
      if (query.startsWith("慢")) await pause(600);
      const word = query.replace("慢", "");
      const hits = shelf.filter((hit) => (hit.text.includes(word) || `${hit.title}${hit.label}`.includes(word)) &&
        (status ? hit.status === status : hit.status !== "已被修订") && (!level || hit.level === level) &&
        (!regulation || hit.title === regulation || hit.regulation === regulation));
      const cut = (text) => text.split(word).flatMap((piece, n) => [...(n ? [[word, true]] : []), ...(piece ? [[piece, false]] : [])]);
      return {query, total: hits.length, note: "", steps: word === "礼品" ? ["“礼品”也查“礼金”"] : [], byAddress: false,
        hits: hits.slice(skip, skip + limit).map((hit) => ({...hit, pieces: cut(hit.text), score: 1})),
        others: word === "礼品" ? [term] : [], suggestions: hits.length ? [] : ["礼品"],
        facets: {位阶: count(hits, (hit) => hit.level), 时效: count(hits, (hit) => hit.status), 法规: count(hits, (hit) => hit.title)}};
    },
  });
})();
