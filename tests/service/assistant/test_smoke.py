from __future__ import annotations
async def test_x(assistant):
    c = await assistant.begin()
    for q in ["who are the best three for the backend job and why?", "compare 1 and 2", "what is missing in number 2", "what is she missing", "compare amara and zoe", "what is the state of the nurse job", "best for data engineer", "list jobs", "what is the weather", "help", "best 4", "who is best for rocket scientist", "who are the best for data"]:
        ps = await c.ask(q)
        print("\n=== ", q)
        for p in ps: 
            w = p.WhichOneof("piece")
            print(w, repr(str(getattr(p,w)))[:300] if w!="text" else "\n"+p.text.text + str([(x.number,x.resource,x.quote) for x in p.text.citations]))
    for m in await c.messages(): print(m.author, m.text[:60], len(m.citations))
