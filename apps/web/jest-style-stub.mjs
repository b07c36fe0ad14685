// Style sheets, pictures and fonts have no meaning in jsdom: an import of one is an empty module.
export default '';
